import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import type { QueryGraph } from '@apollo/query-graphs';
import { QueryPlanner } from '@apollo/query-planner';
import { readSupergraph } from '@chancery/schema';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { nestedOperations } from '../../compose/slowPlans.ts';
import { planned } from '../../gateway/supergraphExecutor.ts';
import { WhereAsked } from './whereAsked.ts';

const supergraph = Supergraph.build(planned(readSupergraph()));
const plannerOf = () => new QueryPlanner(supergraph, { reuseQueryFragments: false });
const operationOf = (text: string) => operationFromDocument(supergraph.apiSchema(), parse(text));

const operations = [
  ...nestedOperations,
  '{ __typename }',
  '{ __typename me { id } }',
  '{ me { name } document(id: "") { title content { __typename } } documents { totalCount } }',
  'query { ...own ... { institutions { totalCount } } } fragment own on Query { me { id institution { name } } }',
  'mutation { signDocument(input: { documentId: "" }) { document { title consignments { state } } } registerDocument(input: { documentId: "" }) { outgoingNumber } }',
  'mutation { signDocument(input: { documentId: "" }) { document { id } } withdrawConsignment(input: { consignmentId: "", reason: "" }) { consignment { id document { title } } } }',
];

test.each(operations)('what begins only where it is asked is planned as before: %s', (text) => {
  const planner = plannerOf();
  const whereAsked = new WhereAsked(planner);
  const operation = operationOf(text);

  expect(whereAsked.during(operation, () => planner.buildQueryPlan(operation))).toEqual(plannerOf().buildQueryPlan(operation));
});

test.each([
  ['{ ... on Query { me { id } } documents { totalCount } }', ['catalogue', 'directory']],
  ['mutation { signDocument(input: { documentId: "" }) { document { title auditEntries { id } } } }', ['perimeter']],
])('planning begins at those who have its fields, and nowhere else: %s', (text, begins) => {
  const planner = plannerOf();
  const operation = operationOf(text);
  const graph: QueryGraph = Reflect.get(planner, 'federatedQueryGraph');
  const root = graph.root(operation.rootKind);
  const entered = () => (root === undefined ? [] : graph.outEdges(root).map(({ tail }) => tail.source));
  const whereAsked = new WhereAsked(planner);

  expect(whereAsked.during(operation, entered)).toEqual(begins);
  expect(entered().length).toBeGreaterThan(begins.length);
});
