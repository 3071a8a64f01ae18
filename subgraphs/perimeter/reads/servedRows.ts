import { type ConsignmentId, type DocumentId, type InstitutionCode, institutionOf } from '@chancery/domain';
import type DataLoader from 'dataloader';
import { type Members, requireServed } from '../members.ts';

/** An id that somebody has asked about here, and what is kept under it. */
export interface ServedRow<Id, Row> {
  readonly id: Id;
  readonly row: Row | undefined;
}

/**
 * §1.2 What this server keeps under ids, in their order, read by one statement; in the place of an id that is none, or another server's, why it is
 * refused. Awaited once for all of them: a promise for each would cost more than its row.
 */
export async function servedRows<Id extends DocumentId | ConsignmentId, Row>(
  members: Members,
  ids: readonly unknown[],
  parse: (id: unknown) => Id,
  rows: Pick<DataLoader<Id, Row | undefined>, 'loadMany'>,
): Promise<readonly (ServedRow<Id, Row> | Error)[]> {
  const asked = ids.map((id) => orError(() => parse(id)));
  const refused = await refusedAmong(members, new Set(asked.flatMap((id) => (id instanceof Error ? [] : institutionOf(id)))));
  const served = asked.map((id) => (id instanceof Error ? id : (refused.get(institutionOf(id)) ?? id)));
  const found = (await rows.loadMany(served.filter((id): id is Id => !(id instanceof Error)))).values();
  return served.map((id) => {
    if (id instanceof Error) return id;
    const row = found.next().value;
    return row instanceof Error ? row : { id, row };
  });
}

/** What is thrown for one of many stands in its place. */
export function orError<Result>(run: () => Result): Result | Error {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** The value of one, or what stands in its place is thrown. */
export function orThrow<Value>(value: Value | Error | undefined): Value {
  if (value === undefined || value instanceof Error) throw value ?? new TypeError('One was asked for.');
  return value;
}

async function refusedAmong(members: Members, codes: ReadonlySet<InstitutionCode>): Promise<ReadonlyMap<InstitutionCode, Error>> {
  const refused = new Map<InstitutionCode, Error>();
  const look = (code: InstitutionCode) => requireServed(members, code).catch((error: Error) => void refused.set(code, error));
  await Promise.all([...codes].map(look));
  return refused;
}
