import { pageSize } from '@chancery/domain';
import { type CallContext, type Connection, connection, decodeCursor, momentIn } from '@chancery/kernel';
import DataLoader from 'dataloader';
import type { DirectoryDatabase } from '../database.ts';
import type { Page } from '../institutions.ts';
import { Prisma } from '../prisma/client/client.ts';

/** A delegation as the resolvers pass it on. */
export interface DelegationRow {
  readonly id: string;
  readonly delegator: string;
  readonly delegate: string;
  readonly duty: string;
  readonly institution: string;
  readonly from: Date;
  readonly to: Date;
  /** Gives rights now: its time has come, and the duty that it came from is held. §2.5.3 */
  readonly inForce: boolean;
}

const columns = (now: Date) => Prisma.sql`d.id, d.delegator, d.delegate, d.duty, d.institution, d.held_from AS "from", d.held_to AS "to",
  EXISTS (SELECT 1 FROM duties_at(${now}) h WHERE h.official = d.delegate AND h.institution = d.institution AND h.duty = d.duty
    AND h.delegated_by = d.delegator AND h.held_from = d.held_from) AS "inForce"`;

/** The delegation that a command has made or ended. */
export async function delegationOfId(db: DirectoryDatabase, id: string): Promise<DelegationRow | null> {
  const [row] = await db.$queryRaw<DelegationRow[]>`SELECT ${columns(new Date())} FROM delegation d WHERE d.id = ${id}`;
  return row ?? null;
}

/**
 * A page of the delegations that an official has given and received, those that begin last first; one statement for all officials of an answer.
 * Throws `PAGE_TOO_LARGE`, `CURSOR_INVALID`.
 */
export async function delegationsOf(
  db: DirectoryDatabase,
  context: CallContext,
  official: string,
  { first, after }: Page,
): Promise<Connection<DelegationRow>> {
  const size = pageSize(first);
  const behind = after ? behindPlace(decodeCursor(after, 2)) : Prisma.sql`TRUE`;
  const load = (officials: readonly string[]) => readDelegations(db, officials, size + 1, behind);
  const loader = context.once(`delegations ${size} ${after ?? ''}`, () => new DataLoader(load, { cache: false }));
  return connection(await loader.load(official), size, {
    after,
    cursorOf: ({ from, id }) => [from.toISOString(), id],
    nodeOf: (row) => row,
  });
}

/** What officials have given and received, of each the first behind a place: lists and exports read the same. */
export async function readDelegations(
  db: DirectoryDatabase,
  officials: readonly string[],
  most: number,
  behind: Prisma.Sql,
): Promise<DelegationRow[][]> {
  const rows = await db.$queryRaw<(DelegationRow & { readonly official: string })[]>`
    SELECT asked.official, found.* FROM unnest(${officials}::text[]) AS asked(official), LATERAL (
      SELECT ${columns(new Date())} FROM delegation d
      WHERE (d.delegator = asked.official OR d.delegate = asked.official) AND ${behind}
      ORDER BY d.held_from DESC, d.id DESC LIMIT ${most}) found
    ORDER BY found."from" DESC, found.id DESC`;
  const byOfficial = Map.groupBy(rows, ({ official }) => official);
  return officials.map((official) => byOfficial.get(official) ?? []);
}

export const behindPlace = ([from, id]: readonly (string | number)[]): Prisma.Sql =>
  Prisma.sql`(d.held_from, d.id) < (${momentIn(from)}, ${String(id)})`;
