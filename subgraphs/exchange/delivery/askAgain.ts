import { Refusal } from '@chancery/domain';
import { actOf, reportFault, transact } from '@chancery/kernel';
import { attributes, withSpan } from '@chancery/observability';
import type { Tx } from '../database.ts';
import type { Exchange } from '../exchange.ts';
import { type ConsignmentRow, consignmentColumns } from '../rows.ts';
import type { AskAgainJob } from './askAgainJob.ts';
import type { ClosureJob, DeliverJob } from './jobs.ts';
import { patience } from './patience.ts';
import { isSettled } from './settle.ts';

/** Copies are asked after as far back as this, in milliseconds: an older backup is not put back. */
const longestLookBackMs = 90 * 86_400_000;
/** So many are read at a time, and that many asked after at once. */
const PAGE = 100;
const AT_ONCE = 8;
/** So many copies one after the other that are there, from before the perimeter may have been put back, say that all older ones are. */
const ENOUGH = 100;
/** So many of a perimeter's own consignments it is told again that they were closed. */
const MOST_CLOSURES = 1_000;
/** A perimeter is told of a closure some time after it, and what it says of that then is heard later still, in milliseconds. */
const TOLD_WITHIN_MS = 3_600_000;

/**
 * Asks a perimeter that may have been put back to a backup for the copies of what was delivered to it, the newest first, and has those handed over again
 * that are lost. What came since `knownAt` is asked after in any case; of what is older, until many in a row are there: a backup lacks what came after it,
 * and nothing else. Ends in time, and leaves the rest to the next job. Throws where the perimeter does not answer; the job comes again. §7.14
 */
export function askAgain(exchange: Exchange, job: AskAgainJob): Promise<void> {
  return withSpan('ask for copies', { kind: 'consumer', root: true, attributes: { [attributes.peer]: job.perimeter } }, async (span) => {
    const until = Date.now() + patience.askAgain;
    await exchange.directory.refresh();
    const rows = await deliveredTo(exchange, job);
    span.set(attributes.count, rows.length);
    const lost: ConsignmentRow[] = [];
    let there = job.there;
    let asked = 0;
    while (asked < rows.length && there < ENOUGH && Date.now() < until) {
      const some = rows.slice(asked, asked + AT_ONCE);
      const areThere = await Promise.all(some.map((row) => isThere(exchange, row)));
      lost.push(...some.filter((_, index) => areThere[index] === false));
      const isOld = some.every(({ deliveredAt }) => deliveredAt !== null && deliveredAt.toISOString() < job.knownAt);
      if (areThere.includes(false)) there = 0;
      else if (isOld) there += some.length;
      asked += some.length;
    }
    const last = rows[asked - 1];
    const next = last === undefined || there >= ENOUGH ? null : { ...job, there, before: placeOf(last), withClosures: false };
    await goOn(exchange, { lost, closed: job.withClosures ? await closedOf(exchange, job) : [] }, next);
  });
}

/** The newest of its own that never were delivered, of those that it may have forgotten; more of them at once no backup lacks. */
function closedOf({ db, directory }: Exchange, { perimeter, knownAt }: AskAgainJob): Promise<Pick<ConsignmentRow, 'id' | 'sender'>[]> {
  const floor = new Date(Math.max(Date.now() - longestLookBackMs, Date.parse(knownAt) - TOLD_WITHIN_MS));
  return db.$queryRaw<Pick<ConsignmentRow, 'id' | 'sender'>[]>`
    SELECT id, sender FROM consignment
     WHERE sender = ANY(${directory.servedBy(perimeter)}::text[]) AND closed_at > ${floor} AND delivered_at IS NULL
     ORDER BY closed_at DESC LIMIT ${MOST_CLOSURES}`;
}

/** Newest first, behind the job's place. Each institution's are found by themselves: a server may answer for hundreds. */
function deliveredTo({ db, directory }: Exchange, { perimeter, before }: AskAgainJob): Promise<ConsignmentRow[]> {
  const codes = directory.servedBy(perimeter);
  const floor = new Date(Date.now() - longestLookBackMs);
  const { deliveredAt, id } = before ?? { deliveredAt: '9999-01-01T00:00:00Z', id: '' };
  return db.$queryRaw<ConsignmentRow[]>`
    SELECT ${consignmentColumns} FROM unnest(${codes}::text[]) AS own(code) CROSS JOIN LATERAL (
      SELECT * FROM consignment r
       WHERE r.recipient = own.code AND r.delivered_at > ${floor} AND (r.delivered_at, r.id) < (${deliveredAt}::timestamptz, ${id})
       ORDER BY r.delivered_at DESC, r.id DESC LIMIT ${PAGE}
    ) c ORDER BY c.delivered_at DESC, c.id DESC LIMIT ${PAGE}`;
}

const placeOf = ({ id, deliveredAt }: ConsignmentRow): AskAgainJob['before'] => ({ id, deliveredAt: deliveredAt?.toISOString() ?? '' });

/** One that the perimeter refuses to speak of is left as it is. */
async function isThere(exchange: Exchange, row: ConsignmentRow): Promise<boolean> {
  try {
    return await isSettled(exchange, row);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'SERVICE_UNAVAILABLE') throw error;
    reportFault('ask for copies', error);
    return true;
  }
}

interface Found {
  readonly lost: readonly ConsignmentRow[];
  readonly closed: readonly Pick<ConsignmentRow, 'id' | 'sender'>[];
}

/** What waits already, because the perimeter was asked before, is not written twice. */
async function goOn({ db, jobs }: Exchange, { lost, closed }: Found, next: AskAgainJob | null): Promise<void> {
  await transact(db, actOf('askForCopies', null), async ({ tx }) => {
    const underWay = await jobs.openAmong(tx, ['deliver', 'deliver-files'], lost.map(idOf));
    await jobs.deliver(tx, lost.filter(({ id }) => !underWay.has(id)).map(deliverAgain));
    const told = await jobs.openAmong(tx, ['note-closure'], closed.map(idOf));
    await jobs.noteClosures(tx, closed.filter(({ id }) => !told.has(id)).map(noteAgain));
    if (next !== null) await jobs.askAgain(tx, next);
  });
  jobs.nudge();
}

const idOf = ({ id }: Pick<ConsignmentRow, 'id'>) => id;
const deliverAgain = ({ id, recipient, failures }: ConsignmentRow): DeliverJob => {
  return { consignmentId: id, recipient, failures, traceparent: null, isLost: true };
};
const noteAgain = ({ id, sender }: Pick<ConsignmentRow, 'id' | 'sender'>): ClosureJob => ({
  consignmentId: id,
  author: sender,
  traceparent: null,
});

/**
 * A perimeter has another history than was known: whatever was delivered to it within the longest time is asked after, and it is told again of every
 * closure: it may have forgotten one, and let the addressee read on (§7.7).
 */
export const askForAll = (jobs: Exchange['jobs'], tx: Tx, perimeter: string): Promise<void> =>
  jobs.askAgain(tx, {
    perimeter,
    knownAt: new Date(Date.now() - longestLookBackMs).toISOString(),
    there: 0,
    before: null,
    withClosures: true,
  });

/**
 * A perimeter that was away is there again, with the history that was known: what was delivered to it lately is asked after, and it is told again of
 * closures since then. It tells of each, but that may not have been heard before it went away.
 */
export const askSince = (jobs: Exchange['jobs'], tx: Tx, perimeter: string, knownAt: Date): Promise<void> =>
  jobs.askAgain(tx, { perimeter, knownAt: knownAt.toISOString(), there: 0, before: null, withClosures: true });
