import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNullableType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
} from 'graphql';
import type { StandIn } from '../place.ts';
import { type Printed, printed } from '../post/wire.ts';

/** What can be had from a stand-in, and what one operation asks of it. */
export interface Cards {
  readonly standIn: StandIn;
  /** What cards stand for, as the whole graph has it. */
  readonly entity: GraphQLObjectType;
  /** Root fields that give one such entity. */
  readonly roots: ReadonlySet<string>;
  /** The fields of a card. */
  readonly fields: readonly SelectionNode[];
  /** Notes, while the operation is compiled, that it asks for a field of cards. */
  want(field: FieldNode): void;
  /** All that it asks of them, and nothing that it does not ask, or may not: by a variable `ids`. */
  question(): Printed;
}

/** Reads what a stand-in has, for each operation; null where the graph has nothing that it could stand in for. */
export function cardsOf(whole: GraphQLSchema, standIn: StandIn): (() => Cards) | null {
  const entity = whole.getType(standIn.type);
  if (!isObjectType(entity)) return null;
  const text = `{${standIn.field}{id asOf ${standIn.fields}}}`;
  const [operation] = parse(text, { noLocation: true }).definitions as readonly OperationDefinitionNode[];
  const [field] = operation?.selectionSet.selections ?? [];
  if (field?.kind !== Kind.FIELD || field.selectionSet === undefined) throw new TypeError('A stand-in is asked by one field.');
  const { selections: fields } = field.selectionSet;
  const given = Object.values(whole.getQueryType()?.getFields() ?? {});
  const roots = new Set(given.filter(({ type }) => getNullableType(type) === entity).map(({ name }) => name));
  return () => ({ standIn, entity, roots, fields, ...questionTo(standIn) });
}

/** It is written when it is first asked: then the operation is compiled. */
function questionTo({ field }: StandIn): Pick<Cards, 'want' | 'question'> {
  const wanted = new Set<string>();
  let question: Printed | undefined;
  return {
    want: (node) => void wanted.add(asOnCard(node)),
    question: () => {
      question ??= printed(`query Cards($ids:[ID!]!){${field}(ids:$ids){${['id asOf', ...[...wanted].sort()].join(' ')}}}`);
      return question;
    },
  };
}

/** A field as a card has it, by its own name. */
function asOnCard({ name, selectionSet }: FieldNode): string {
  const below = (selectionSet?.selections ?? []).flatMap((each) => (each.kind === Kind.FIELD ? [asOnCard(each)] : []));
  return below.length === 0 ? name.value : `${name.value}{${below.join(' ')}}`;
}
