import { Refusal } from '@chancery/domain';
import { type DocumentNode, execute, type GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { AnswerPath } from '../data/placesIn.ts';
import type { StoredName } from '../planning/setAside.ts';
import type { Variables } from '../steps/step.ts';

/** What has come for an operation, and how its fields are called there. */
export interface Came {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly GraphQLFormattedError[];
  readonly storedName: StoredName;
}

/** An answer as GraphQL's specification completes it. */
export interface Completed {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphQLFormattedError[];
}

/**
 * Completes an answer in which something is unusual: graphql-js runs the operation over what has come, so that nulls that may not be, values
 * of other types, paths and the graph's own description are right without code of ours.
 * @param denied throws for a field that is not to be answered
 */
export async function complete(
  schema: GraphQLSchema,
  { document, operationName }: { readonly document: DocumentNode; readonly operationName?: string | undefined },
  variables: Variables,
  { data: came, errors: told, storedName }: Came,
  denied: (type: string, field: string) => void = () => undefined,
): Promise<Completed> {
  const { data = null, errors = [] } = await execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    rootValue: came,
    typeResolver: (value: { readonly __typename?: string }) => value.__typename,
    fieldResolver: (source: Readonly<Record<string, unknown>>, _args, _context, { parentType, fieldName, path }) => {
      denied(parentType.name, fieldName);
      return source[storedName(String(path.key), fieldName)] ?? null;
    },
  });
  return { data, errors: errors.length === 0 ? told : [...told, ...freshOf(errors, data, told)] };
}

/**
 * A null that a subgraph has explained is not explained twice: it told of an error there, or above, or anywhere below what has become null
 * because of it. A refusal of ours always stands.
 */
function freshOf(errors: readonly GraphQLError[], data: unknown, told: readonly GraphQLFormattedError[]): readonly GraphQLFormattedError[] {
  const isExplained = nearTo(told.map(({ path = [] }) => path));
  return errors.flatMap((error) => {
    const { path = [], originalError } = error;
    if (originalError instanceof Refusal) {
      const { message, code, clause } = originalError;
      return [{ message, path, extensions: { code, clause } }];
    }
    return isExplained(untilNull(data, path)) ? [] : [error.toJSON()];
  });
}

/** The part of a path up to the first null on it. */
function untilNull(data: unknown, path: AnswerPath): AnswerPath {
  let value = data;
  const end = path.findIndex((part) => {
    if (typeof value !== 'object' || value === null) return true;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
    return false;
  });
  return end < 0 ? path : path.slice(0, end);
}

/** Whether a place is one of these, or above or below one. */
function nearTo(paths: readonly AnswerPath[]): (place: AnswerPath) => boolean {
  const these = new Set(paths.map(textOf));
  const orAbove = new Set(paths.flatMap(upTo));
  return (place) => orAbove.has(textOf(place)) || upTo(place).some((above) => these.has(above));
}

const textOf = (path: AnswerPath): string => path.join('\u0000');

/** A place and all that it is in, from the root. */
const upTo = (path: AnswerPath): readonly string[] => [...path.keys(), path.length].map((end) => textOf(path.slice(0, end)));
