import type { Refusal } from '@chancery/domain';
import type { GraphQLSchema } from 'graphql';
import { complete, standing } from '../../engine/index.ts';
import type { Answer } from '../passage.ts';
import type { PreparedOperation } from './prepare.ts';

/**
 * Lays what was fetched over the operation as it was asked: denied fields are null with their refusal, and a denied field that may not be
 * null takes its parent with it.
 */
export async function project(
  schema: GraphQLSchema,
  { document, definition }: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  fetched: Answer,
  denied: ReadonlyMap<string, Refusal>,
): Promise<Answer> {
  const told = fetched.errors ?? [];
  if (fetched.data == null && told.length > 0) return fetched;
  const came = { data: fetched.data ?? {}, errors: told, storedName: fetched.storedName ?? asAsked };
  const { data, errors } = await complete(schema, { document, operationName: definition.name?.value }, variables, came, (type, field) => {
    const refusal = denied.get(`${type}.${field}`);
    if (refusal !== undefined) throw refusal;
  });
  const asOf = standing(fetched.extensions?.asOf ?? [], data);
  return { data, ...(errors.length === 0 ? {} : { errors }), ...(asOf.length === 0 ? {} : { extensions: { asOf } }) };
}

const asAsked = (responseName: string): string => responseName;
