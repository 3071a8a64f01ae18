import { Refusal } from '@chancery/domain';
import { execute, type GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { asError } from '../errors.ts';
import type { Answer } from '../passage.ts';
import type { PreparedOperation } from './prepare.ts';

/**
 * Lays what was fetched over the operation as it was asked: denied fields are null with their refusal, and a denied field that may not be
 * null takes its parent with it. graphql-js runs the operation over the answer, so that paths, nulls and aliases are right without code of ours.
 */
export async function project(
  schema: GraphQLSchema,
  operation: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  fetched: Answer,
  denied: ReadonlyMap<string, Refusal>,
): Promise<Answer> {
  const fetchedErrors = fetched.errors ?? [];
  if (fetched.data == null && fetchedErrors.length > 0) return fetched;
  const { data = null, errors = [] } = await execute({
    schema,
    document: operation.document,
    operationName: operation.definition.name?.value,
    variableValues: variables,
    rootValue: fetched.data ?? {},
    typeResolver: (value: { readonly __typename?: string }) => value.__typename,
    fieldResolver: (source: Readonly<Record<string, unknown>>, _args, _context, info) => {
      const refusal = denied.get(`${info.parentType.name}.${info.fieldName}`);
      if (refusal !== undefined) throw refusal;
      return source[info.path.key] ?? null;
    },
  });
  const fresh = errors.flatMap((error) => refusedWith(error) ?? (fetchedErrors.length > 0 ? [] : [error.toJSON()]));
  const all = [...fetchedErrors, ...fresh];
  return all.length === 0 ? { data } : { data, errors: all };
}

/** A null that a subgraph has explained already is not explained twice; a refusal of ours always is. */
function refusedWith({ originalError, path }: GraphQLError): readonly GraphQLFormattedError[] | undefined {
  return originalError instanceof Refusal ? [asError(originalError, path)] : undefined;
}
