import { type FieldNode, Kind, print, type SelectionNode, type SelectionSetNode } from 'graphql';
import { type AskedNames, askedNames } from '../data/onlyAsked.ts';
import { entityField } from '../entities/entityField.ts';
import type { Fragments } from '../fragmentsOf.ts';
import { type Printed, printed } from './wire.ts';

/** What a plan asks about entities of one subgraph, whichever they are. */
export interface EntityQuestion {
  /** Questions that are the same to a server have the same name. */
  readonly name: string;
  /** As it is asked alone, by a variable `representations`. */
  readonly alone: Printed;
  /** What is asked of each entity, in braces. */
  readonly selection: string;
  /** By the names of its variables: how they are declared. */
  readonly declared: ReadonlyMap<string, string>;
  /** The name under which it answers, alone. */
  readonly responseName: string;
  readonly asked: AskedNames;
  /** Every field that is asked, under the conditions and fields that it stands in: who has answered these has answered the question. */
  readonly parts: ReadonlySet<string>;
}

/** Reads what the planner printed. */
export function entityQuestion(operation: string, rewrites: unknown): EntityQuestion {
  const { definition, field, asked: selectionSet, fragments } = entityField(operation);
  const whole = withoutSpreads(selectionSet, fragments);
  const selection = compact(print(whole));
  const asked = askedNames(selectionSet, fragments);
  const declared = new Map(
    (definition.variableDefinitions ?? []).flatMap((node) =>
      node.variable.name.value === 'representations' ? [] : [[node.variable.name.value, print(node)] as const],
    ),
  );
  const name = JSON.stringify([selection, [...declared.values()], rewrites ?? null]);
  return {
    name,
    alone: printed(operation),
    selection,
    declared,
    responseName: responseNameOf(field),
    asked,
    parts: new Set(partsOf(whole)),
  };
}

/** Several questions to one server in one operation: `e0`, `e1`, … by variables `r0`, `r1`, … */
export function joinedOperation(questions: readonly EntityQuestion[]): Printed {
  const declared = new Map(questions.flatMap((each) => [...each.declared]));
  const variables = [...questions.map((_each, i) => `$r${i}:[_Any!]!`), ...declared.values()];
  const fields = questions.map(({ selection }, i) => `e${i}:_entities(representations:$r${i})${selection}`);
  return printed(`query(${variables.join(',')}){${fields.join(' ')}}`);
}

const responseNameOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

function partsOf({ selections }: SelectionSetNode): readonly string[] {
  return selections.flatMap((node) => {
    const own = print(node.kind === Kind.FRAGMENT_SPREAD ? node : { ...node, selectionSet: EMPTY });
    const below = node.kind === Kind.FRAGMENT_SPREAD || node.selectionSet === undefined ? [] : partsOf(node.selectionSet);
    return [own, ...below.map((part) => `${own} ${part}`)];
  });
}

const EMPTY: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** Two questions may have fragments of the same name: written where they stand, they do not meet. */
function withoutSpreads({ kind, selections }: SelectionSetNode, fragments: Fragments): SelectionSetNode {
  const inside = (node: SelectionNode): SelectionNode => {
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(node.name.value);
      if (fragment === undefined) throw new TypeError('A plan brings its fragments.');
      const { typeCondition, selectionSet } = fragment;
      return {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition,
        directives: node.directives ?? [],
        selectionSet: withoutSpreads(selectionSet, fragments),
      };
    }
    return node.selectionSet === undefined ? node : { ...node, selectionSet: withoutSpreads(node.selectionSet, fragments) };
  };
  return { kind, selections: selections.map(inside) };
}

/** graphql-js prints for people. A text in it keeps its spaces: what it prints in several lines has none of its own at their beginnings. */
const compact = (text: string): string => text.replace(/\n\s*/g, ' ');
