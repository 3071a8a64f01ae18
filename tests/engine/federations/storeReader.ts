import { GraphQLError } from 'graphql';
import type { Reader } from '../sides/federation.ts';

type Row = Readonly<Record<string, unknown>>;

/** By subgraph: root fields by their names, entities by their types. An object with `$error` in it fails with these words. */
export type Stores = Readonly<Record<string, Readonly<Record<string, Row | readonly Row[]>>>>;

/** By subgraph, type and field: what is worked out of its object and its arguments. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Resolve>>>>>>;
type Resolve = (object: never, args: never) => unknown;

/** Reads a subgraph's fields from what it has: from the object itself, else from the entity that the object names. */
export function storeReader(subgraph: string, stores: Stores, resolvers: Resolvers): Reader {
  const store = stores[subgraph] ?? {};
  const rows = (type: string): readonly Row[] => [store[type] ?? []].flat();
  return {
    type: (object) => (object as { readonly __typename: string }).__typename,
    entity: (representation) => {
      const row = rows(representation.__typename).find((each) => isNamedBy(each, representation));
      if (row === undefined) return store[representation.__typename] === undefined ? representation : null;
      return told({ ...representation, ...row });
    },
    field: (source, args, _context, { parentType, fieldName }) => {
      const object = (source ?? {}) as Row;
      const resolve = resolvers[subgraph]?.[parentType.name]?.[fieldName];
      if (resolve !== undefined) return resolve(object as never, args as never);
      if (Object.hasOwn(object, fieldName)) return told(object[fieldName]);
      return told(rows(parentType.name).find((row) => source === undefined || isNamedBy(row, object))?.[fieldName]);
    },
  };
}

/** Whether an object says of a row what the row says of itself, as far as both speak of the same, and of something at all. */
function isNamedBy(row: Row, object: Row): boolean {
  const common = Object.keys(row).filter((key) => key !== '__typename' && Object.hasOwn(object, key));
  return common.length > 0 && common.every((key) => isLike(row[key], object[key]));
}

function isLike(has: unknown, said: unknown): boolean {
  if (typeof has !== 'object' || has === null || typeof said !== 'object' || said === null) return has === said;
  return Object.entries(said).every(([key, value]) => key === '__typename' || isLike((has as Row)[key], value));
}

function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (errorIn(item) === undefined ? item : new GraphQLError(errorIn(item) ?? '')));
  const error = errorIn(value);
  if (error !== undefined) throw new GraphQLError(error);
  return value;
}

const errorIn = (value: unknown): string | undefined => {
  const error = typeof value === 'object' && value !== null && '$error' in value ? value.$error : undefined;
  return typeof error === 'string' ? error : undefined;
};
