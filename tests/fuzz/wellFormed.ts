import { isDeepStrictEqual } from 'node:util';
import { refusals } from '@chancery/domain';
import { execute, type GraphQLSchema, parse } from 'graphql';
import type { Heard } from '../kit/asking.ts';
import type { RandomOperation } from './randomOperations.ts';

const codes: readonly string[] = [...Object.keys(refusals), 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'];

/**
 * What is wrong with an answer, if anything is. graphql-js lays the operation over the data once more: what it would not have answered
 * itself, under the same nulls, is no answer to it.
 */
export async function faultIn(schema: GraphQLSchema, { query, variables }: RandomOperation, heard: Heard): Promise<string | undefined> {
  if (heard.status >= 500 && !isAway(heard)) return `status ${heard.status}`;
  for (const { extensions, message } of heard.errors ?? []) {
    if (typeof extensions?.code !== 'string' || !codes.includes(extensions.code)) return `an error without a code of ours: ${message}`;
    if (typeof message !== 'string' || message === '') return 'an error that says nothing';
  }
  if (heard.data == null) return (heard.errors ?? []).length > 0 ? undefined : 'neither data nor errors';
  const { data, errors = [] } = await execute({
    schema,
    document: parse(query),
    variableValues: variables,
    rootValue: heard.data,
    typeResolver: ({ __typename }: { readonly __typename: string }) => __typename,
    fieldResolver: (source: Readonly<Record<string, unknown>>, _args, _context, { path }) => source[path.key],
  });
  if (errors[0] !== undefined) return `${errors[0].message} at ${errors[0].path?.join('.')}`;
  return isDeepStrictEqual(plain(data), plain(heard.data)) ? undefined : 'more, or less, than was asked for';
}

/** A machine that is busy with something else may keep a service from its answer: that is said, and is no fault. */
export const isAway = ({ code }: Heard): boolean => away.includes(String(code));

const away = ['AUDIT_UNAVAILABLE', 'SERVICE_UNAVAILABLE', 'INSTITUTION_UNAVAILABLE', 'OPERATION_TOO_SLOW'];

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
