import {
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

/** What can be had from a stand-in, and how it is asked. */
export interface Cards {
  readonly standIn: StandIn;
  /** What cards stand for, as the whole graph has it. */
  readonly entity: GraphQLObjectType;
  /** Root fields that give one such entity. */
  readonly roots: ReadonlySet<string>;
  /** The fields of a card. */
  readonly fields: readonly SelectionNode[];
  /** By a variable `ids`. */
  readonly question: Printed;
}

/** Reads what a stand-in has; null where the graph has nothing that it could stand in for. */
export function cardsOf(whole: GraphQLSchema, standIn: StandIn): Cards | null {
  const entity = whole.getType(standIn.type);
  if (!isObjectType(entity)) return null;
  const text = `query Cards($ids:[ID!]!){${standIn.field}(ids:$ids){id asOf ${standIn.fields}}}`;
  const [operation] = parse(text, { noLocation: true }).definitions as readonly OperationDefinitionNode[];
  const [field] = operation?.selectionSet.selections ?? [];
  if (field?.kind !== Kind.FIELD || field.selectionSet === undefined) throw new TypeError('A stand-in is asked by one field.');
  const given = Object.values(whole.getQueryType()?.getFields() ?? {});
  const roots = new Set(given.filter(({ type }) => getNullableType(type) === entity).map(({ name }) => name));
  return { standIn, entity, roots, fields: field.selectionSet.selections, question: printed(text) };
}
