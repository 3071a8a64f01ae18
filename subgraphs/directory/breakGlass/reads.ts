import { type BreakGlassState, type Caller, EXCHANGE, pageSize, parseDocumentId } from '@chancery/domain';
import { type CallContext, type Connection, callerOf, connection, decodeCursor, momentIn } from '@chancery/kernel';
import { refusalUnder, reviewing } from '@chancery/policy';
import type { DirectoryDatabase } from '../database.ts';
import type { Page } from '../institutions.ts';
import { Prisma } from '../prisma/client/client.ts';
import { type BreakGlassRow, pageOfBreakGlasses } from './table.ts';

/** What the list is narrowed by. */
export interface BreakGlassFilter {
  readonly state?: readonly BreakGlassState[] | null;
  readonly documentId?: string | null;
}

/**
 * §13.4 A page of sights in an emergency, the newest first: security officers and auditors of the exchange see all, those of an institution
 * the ones of its documents. Throws `DUTY_REQUIRED`, `PAGE_TOO_LARGE`, `CURSOR_INVALID`, `MALFORMED_ID`.
 */
export async function breakGlassesPage(
  db: DirectoryDatabase,
  context: CallContext,
  filter: BreakGlassFilter,
  { first, after }: Page,
): Promise<Connection<BreakGlassRow>> {
  const caller = callerOf(context);
  const refusal = refusalUnder(reviewing, caller);
  if (refusal !== null) throw refusal;
  const size = pageSize(first);
  const fits = Prisma.sql`${breakGlassesSeenBy(caller)} AND ${breakGlassesThat(filter, context.now)}`;
  const rows = await readBreakGlasses(db, fits, after ? decodeCursor(after, 2) : null, size + 1);
  return connection(rows, size, { after, cursorOf: ({ askedAt, id }) => [askedAt.toISOString(), id], nodeOf: (row) => row });
}

/** §13.4 */
export const breakGlassesSeenBy = ({ institution }: Caller): Prisma.Sql =>
  institution === EXCHANGE ? Prisma.sql`TRUE` : Prisma.sql`institution = ${institution}`;

/** The sights that a filter asks for at a moment. Throws `MALFORMED_ID`. */
export function breakGlassesThat({ state, ...filter }: BreakGlassFilter, now: Date): Prisma.Sql {
  const documentId = parseDocumentId.given('filter.documentId', filter.documentId);
  const conditions = [...(state ? [inStates(state, now)] : []), ...(documentId ? [Prisma.sql`document_id = ${documentId}`] : [])];
  return conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join(conditions, ' AND ');
}

/** Sights from a place on, the newest first: lists and exports read the same. */
export const readBreakGlasses = (
  db: DirectoryDatabase,
  fits: Prisma.Sql,
  place: readonly (string | number)[] | null,
  most: number,
): Promise<BreakGlassRow[]> => pageOfBreakGlasses(db, place === null ? fits : Prisma.sql`${fits} AND ${behind(place)}`, most);

function inStates(states: readonly BreakGlassState[], now: Date): Prisma.Sql {
  const asked = states.map((state) => isIn(state, now));
  return asked.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join(asked, ' OR ')})`;
}

/** As `breakGlassState` has it: that its time is over is written down nowhere. */
function isIn(state: BreakGlassState, now: Date): Prisma.Sql {
  switch (state) {
    case 'ASKED':
    case 'OPEN':
      return Prisma.sql`(decided = ${state} AND ends_at > ${now})`;
    case 'EXPIRED':
      return Prisma.sql`(decided = 'ASKED' AND ends_at <= ${now})`;
    case 'ENDED':
      return Prisma.sql`(decided = 'ENDED' OR decided = 'OPEN' AND ends_at <= ${now})`;
    case 'REVIEWED':
    case 'DECLINED':
      return Prisma.sql`decided = ${state}`;
  }
}

const behind = ([at, id]: readonly (string | number)[]): Prisma.Sql => Prisma.sql`(asked_at, id) < (${momentIn(at)}, ${String(id)})`;
