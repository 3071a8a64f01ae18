import type { FetchNode, PlanNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { withoutKnownTypeNames } from './knownTypeNames.ts';

const graph = buildSchema(`
  type Query { letters: [Letter] things: [Thing] named: Named }
  type Letter implements Named { id: ID! author: Person about: Thing }
  type Person { id: ID! name: String }
  type Order implements Named { id: ID! }
  union Thing = Letter | Order
  interface Named { id: ID! }
`);

const asking = (operation: string, more: Partial<FetchNode> = {}): FetchNode =>
  ({ kind: 'Fetch', serviceName: 's', operationKind: 'query', operationDocumentNode: undefined, operation, ...more }) as FetchNode;
const on = (typeCondition: string): QueryPlanSelectionNode => ({
  kind: 'InlineFragment',
  typeCondition,
  selections: [
    { kind: 'Field', name: '__typename' },
    { kind: 'Field', name: 'id' },
  ],
});
const operationsIn = (node: PlanNode): readonly string[] => {
  if (node.kind === 'Fetch') return [node.operation];
  if (node.kind === 'Flatten') return operationsIn(node.node);
  return node.kind === 'Sequence' || node.kind === 'Parallel' ? node.nodes.flatMap(operationsIn) : [];
};
const after = (node: PlanNode) => operationsIn(withoutKnownTypeNames(node, graph));

describe('the name of a type', () => {
  test('is asked where there may be several, and where nothing else is', () => {
    expect(after(asking('{letters{__typename id about{__typename ...on Letter{__typename id}}author{__typename}}}'))).toEqual([
      '{letters{id about{__typename ...on Letter{id}}author{__typename}}}',
    ]);
    expect(after(asking('{named{__typename id}t:things{__typename}}'))).toEqual(['{named{__typename id}t:things{__typename}}']);
  });

  test('is asked where it was asked under another name, or under a condition', () => {
    const operation = 'query($a:Boolean!){letters{type:__typename id author{__typename@include(if:$a)name}}}';
    expect(after(asking(operation))).toEqual([operation]);
  });

  test('is not asked of entities, which are of the type that they were asked as', () => {
    const operation = 'query($representations:[_Any!]!){_entities(representations:$representations){...on Person{__typename name}}}';
    const plan: PlanNode = {
      kind: 'Sequence',
      nodes: [
        asking('{letters{author{__typename id}}}'),
        { kind: 'Flatten', path: ['letters', '@', 'author'], node: asking(operation, { requires: [on('Person')] }) },
      ],
    };
    expect(after(plan)).toEqual([
      '{letters{author{id}}}',
      'query($representations:[_Any!]!){_entities(representations:$representations){...on Person{name}}}',
    ]);
  });

  test.each<[string, Partial<FetchNode>]>([
    ['of several types', { requires: [on('Letter'), on('Order')] }],
    ['of an interface', { requires: [on('Named')] }],
    ['with more than plain fields', { requires: [{ kind: 'InlineFragment', typeCondition: 'Letter', selections: [on('Letter')] }] }],
    ['that are called otherwise on the way', { requires: [on('Letter')], outputRewrites: [] }],
  ])('is asked everywhere in a plan about entities %s', (_, more) => {
    const plan: PlanNode = {
      kind: 'Sequence',
      nodes: [asking('{letters{__typename id}}'), { kind: 'Flatten', path: ['letters', '@'], node: asking('{x}', more) }],
    };
    expect(after(plan)).toEqual(['{letters{__typename id}}', '{x}']);
  });
});
