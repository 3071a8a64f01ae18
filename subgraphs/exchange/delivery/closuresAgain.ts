import { actOf, transact } from '@chancery/kernel';
import type { Exchange } from '../exchange.ts';
import type { ConsignmentRow } from '../rows.ts';
import { type AskAgainJob, longestLookBackMs } from './askAgainJob.ts';
import type { ClosureJob } from './jobs.ts';

/** So many are written at a time. */
const PAGE = 500;
/** A perimeter is told of a closure some time after it, and what it says of that then is heard later still, in milliseconds. */
const TOLD_WITHIN_MS = 3_600_000;

/**
 * Has a perimeter told again which of its own consignments ended before they were delivered, of those that it may have forgotten, the newest first: it may
 * let the addressee read on. Leaves the rest to the next job, and after the last of them the copies, too. §7.7
 */
export async function tellClosures(exchange: Exchange, job: AskAgainJob): Promise<void> {
  const { db, jobs } = exchange;
  const closed = await closedOf(exchange, job);
  await transact(db, actOf('askForCopies', null), async ({ tx }) => {
    const told = await jobs.openAmong(tx, ['note-closure'], closed.map(idOf));
    await jobs.noteClosures(tx, closed.filter(({ id }) => !told.has(id)).map(noteAgain));
    const last = closed.length < PAGE ? undefined : closed.at(-1);
    await jobs.askAgain(tx, { ...job, withClosures: last !== undefined, closuresBefore: last === undefined ? null : placeOf(last) });
  });
  jobs.nudge();
}

/** Newest first, behind the job's place. Each institution's are found by themselves: a server may answer for hundreds. */
function closedOf({ db, directory }: Exchange, { perimeter, knownAt, closuresBefore }: AskAgainJob): Promise<ClosedRow[]> {
  const codes = directory.servedBy(perimeter);
  const floor = new Date(Math.max(Date.now() - longestLookBackMs, Date.parse(knownAt) - TOLD_WITHIN_MS));
  const { closedAt, id } = closuresBefore ?? { closedAt: '9999-01-01T00:00:00Z', id: '' };
  return db.$queryRaw<ClosedRow[]>`
    SELECT c.id, c.sender, c.closed_at "closedAt" FROM unnest(${codes}::text[]) AS own(code) CROSS JOIN LATERAL (
      SELECT * FROM consignment r
       WHERE r.sender = own.code AND r.closed_at > ${floor} AND r.delivered_at IS NULL AND (r.closed_at, r.id) < (${closedAt}::timestamptz, ${id})
       ORDER BY r.closed_at DESC, r.id DESC LIMIT ${PAGE}
    ) c ORDER BY c.closed_at DESC, c.id DESC LIMIT ${PAGE}`;
}

type ClosedRow = Pick<ConsignmentRow, 'id' | 'sender'> & { readonly closedAt: Date };

const idOf = ({ id }: ClosedRow) => id;
const placeOf = ({ id, closedAt }: ClosedRow): NonNullable<AskAgainJob['closuresBefore']> => ({ id, closedAt: closedAt.toISOString() });
const noteAgain = ({ id, sender }: ClosedRow): ClosureJob => ({ consignmentId: id, author: sender, traceparent: null, wasTried: true });
