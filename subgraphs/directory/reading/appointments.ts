import {
  type Appointment,
  type AppointmentState,
  appointmentState,
  type Caller,
  decisionDue,
  EXCHANGE,
  pageSize,
  parseInstitutionCode,
  parseOfficialId,
} from '@chancery/domain';
import { type CallContext, type Connection, callerOf, connection, decodeCursor, momentIn } from '@chancery/kernel';
import { appointing, refusalUnder } from '@chancery/policy';
import type { DirectoryDatabase } from '../database.ts';
import type { Page } from '../institutions.ts';
import { Prisma } from '../prisma/client/client.ts';
import { expiredBefore } from '../tables/appointments.ts';

/** A proposal as the resolvers pass it on. */
export interface AppointmentRow
  extends Pick<Appointment, 'id' | 'official' | 'institution' | 'duty' | 'proposedBy' | 'proposedAt' | 'decided'> {
  readonly from: Date | null;
  readonly to: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly note: string | null;
}

/** What the list of proposals is narrowed by. */
export interface AppointmentFilter {
  readonly state?: readonly AppointmentState[] | null;
  readonly official?: string | null;
  readonly institution?: string | null;
}

const columns = Prisma.sql`id, official, institution, duty, held_from AS "from", held_to AS "to", proposed_by AS "proposedBy", proposed_at AS "proposedAt",
  decided, decided_by AS "decidedBy", decided_at AS "decidedAt", note`;

/** The proposal that a command has made or decided. */
export async function appointmentOfId(db: DirectoryDatabase, id: string): Promise<AppointmentRow | null> {
  const [row] = await db.$queryRaw<AppointmentRow[]>`SELECT ${columns} FROM appointment WHERE id = ${id}`;
  return row ?? null;
}

/** Where a proposal stands, and until before when it may be decided. */
export const stateOf = (row: AppointmentRow): AppointmentState => appointmentState(row, new Date());
export const dueOf = (row: AppointmentRow): Date => decisionDue(row);

/**
 * §2.6.2 A page of the proposals of the caller's institution, the exchange's officers see those of all, newest first; those that wait where nothing
 * else is asked for. Throws `DUTY_REQUIRED`, `PAGE_TOO_LARGE`, `CURSOR_INVALID`.
 */
export async function appointmentsPage(
  db: DirectoryDatabase,
  context: CallContext,
  filter: AppointmentFilter,
  { first, after }: Page,
): Promise<Connection<AppointmentRow> & { totalCount(): Promise<number> }> {
  const caller = callerOf(context);
  const refusal = refusalUnder(appointing, caller);
  if (refusal !== null) throw refusal;
  const size = pageSize(first);
  const fits = Prisma.sql`${appointmentsSeenBy(caller)} AND ${appointmentsThat(filter, context.now)}`;
  const rows = await readAppointments(db, fits, after ? decodeCursor(after, 2) : null, size + 1);
  const page = connection(rows, size, { after, cursorOf: ({ proposedAt, id }) => [proposedAt.toISOString(), id], nodeOf: (row) => row });
  return { ...page, totalCount: () => countAppointments(db, fits) };
}

/** §2.6.2 */
export const appointmentsSeenBy = ({ institution }: Caller): Prisma.Sql =>
  institution === EXCHANGE ? Prisma.sql`TRUE` : Prisma.sql`institution = ${institution}`;

/** The proposals that a filter asks for at a moment. Throws `MALFORMED_ID`. */
export function appointmentsThat({ state, ...filter }: AppointmentFilter, now: Date): Prisma.Sql {
  const official = parseOfficialId.given('filter.official', filter.official);
  const institution = parseInstitutionCode.given('filter.institution', filter.institution);
  const conditions = [
    inStates(state ?? ['PENDING'], now),
    ...(official ? [Prisma.sql`official = ${official}`] : []),
    ...(institution ? [Prisma.sql`institution = ${institution}`] : []),
  ];
  return Prisma.join(conditions, ' AND ');
}

/** Proposals from a place on, the newest first: lists and exports read the same. */
export const readAppointments = (
  db: DirectoryDatabase,
  fits: Prisma.Sql,
  place: readonly (string | number)[] | null,
  most: number,
): Promise<AppointmentRow[]> => db.$queryRaw<AppointmentRow[]>`
  SELECT ${columns} FROM appointment WHERE ${fits} AND ${place === null ? Prisma.sql`TRUE` : behind(place)}
  ORDER BY proposed_at DESC, id DESC LIMIT ${most}`;

export async function countAppointments(db: DirectoryDatabase, fits: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM appointment WHERE ${fits}`;
  return row?.count ?? 0;
}

/** A proposal that nobody decided in time has expired without anybody writing it down. */
function inStates(states: readonly AppointmentState[], now: Date): Prisma.Sql {
  const asked = states.map((state) => {
    if (state === 'PENDING') return Prisma.sql`(decided = 'PENDING' AND proposed_at > ${expiredBefore(now)})`;
    if (state === 'EXPIRED') return Prisma.sql`(decided = 'PENDING' AND proposed_at <= ${expiredBefore(now)})`;
    return Prisma.sql`decided = ${state}`;
  });
  return asked.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join(asked, ' OR ')})`;
}

const behind = ([at, id]: readonly (string | number)[]): Prisma.Sql => Prisma.sql`(proposed_at, id) < (${momentIn(at)}, ${String(id)})`;
