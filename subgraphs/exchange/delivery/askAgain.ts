import { actOf, reportFault, transact } from '@chancery/kernel';
import { attributes, withSpan } from '@chancery/observability';
import type { Exchange } from '../exchange.ts';
import { type ConsignmentRow, consignmentColumns } from '../rows.ts';
import { type AskAgainJob, longestLookBackMs } from './askAgainJob.ts';
import { tellClosures } from './closuresAgain.ts';
import type { DeliverJob } from './jobs.ts';
import { patience } from './patience.ts';
import { isSettled } from './settle.ts';

/** So many are read at a time, and that many asked after at once. */
const PAGE = 100;
const AT_ONCE = 8;
/** Where nothing was found to be lost, the next ones are asked after a while, in milliseconds: a perimeter that pretends again and again keeps nobody busy. */
const PAUSE_MS = 500;
/** So many copies one after the other that are there, from before the perimeter may have been put back, say that all older ones are. */
const ENOUGH = 100;

/**
 * Asks a perimeter that may have been put back to a backup for the copies of what was delivered to it, the newest first, and has those handed over again
 * that are lost. What came since `knownAt` is asked after in any case; of what is older, until many in a row are there: a backup lacks what came after it,
 * and nothing else. Ends in time, and leaves the rest to the next job. Throws where the perimeter does not answer; the job comes again. §7.14
 */
export function askAgain(exchange: Exchange, job: AskAgainJob): Promise<void> {
  return withSpan('ask for copies', { kind: 'consumer', root: true, attributes: { [attributes.peer]: job.perimeter } }, async (span) => {
    await exchange.directory.refresh();
    // For that no answer is needed: it comes first, and a job of its own asks for the copies.
    if (job.withClosures) return tellClosures(exchange, job);
    const rows = await deliveredTo(exchange, job);
    span.set(attributes.count, rows.length);
    await goOn(exchange, job, await askFor(exchange, job, rows));
  });
}

interface DeliveredRow extends ConsignmentRow {
  /** It was handed over again: that it is there says nothing of older ones, for a backup may have been taken half way. */
  readonly isAgain: boolean;
}

/** What came of asking for some copies. */
interface Asked {
  readonly lost: readonly ConsignmentRow[];
  /** How many are there, one after the other, up to the last. */
  readonly there: number;
  /** The last one that was asked for; undefined where there is none. */
  readonly last: ConsignmentRow | undefined;
}

/**
 * One of which the perimeter says nothing while it speaks of others may be lost, and is asked for again by itself: it holds up none of those behind it.
 * Throws where it speaks of none; what it had said before that is kept.
 */
async function askFor(exchange: Exchange, job: AskAgainJob, rows: readonly DeliveredRow[]): Promise<Asked> {
  const until = Date.now() + patience.askAgain;
  const lost: ConsignmentRow[] = [];
  let [there, asked] = [job.there, 0];
  while (asked < rows.length && there < ENOUGH && Date.now() < until) {
    const some = rows.slice(asked, asked + AT_ONCE);
    const answers = await Promise.allSettled(some.map((row) => isSettled(exchange, row)));
    const failure = answers.every((answer) => answer.status === 'rejected') ? answers[0] : undefined;
    if (failure !== undefined && asked === 0) throw failure.reason;
    if (failure !== undefined) break;
    const missing = some.filter((_, index) => !isTrue(answers[index]));
    const isOld = some.every(({ deliveredAt, isAgain }) => !isAgain && deliveredAt !== null && deliveredAt.toISOString() < job.knownAt);
    lost.push(...missing);
    if (missing.length > 0) there = 0;
    else if (isOld) there += some.length;
    asked += some.length;
  }
  return { lost, there, last: rows[asked - 1] };
}

const isTrue = (answer: PromiseSettledResult<boolean> | undefined): boolean => answer?.status === 'fulfilled' && answer.value;

/** Newest first, behind the job's place. Each institution's are found by themselves: a server may answer for hundreds. */
function deliveredTo({ db, directory }: Exchange, { perimeter, before }: AskAgainJob): Promise<DeliveredRow[]> {
  const codes = directory.servedBy(perimeter);
  const floor = new Date(Date.now() - longestLookBackMs);
  const { deliveredAt, id } = before ?? { deliveredAt: '9999-01-01T00:00:00Z', id: '' };
  return db.$queryRaw<DeliveredRow[]>`
    SELECT ${consignmentColumns}, (SELECT count(*) > 1 FROM attempt a WHERE a.consignment_id = c.id AND a.outcome = 'DELIVERED') "isAgain"
      FROM unnest(${codes}::text[]) AS own(code) CROSS JOIN LATERAL (
      SELECT * FROM consignment r
       WHERE r.recipient = own.code AND r.delivered_at > ${floor} AND (r.delivered_at, r.id) < (${deliveredAt}::timestamptz, ${id})
       ORDER BY r.delivered_at DESC, r.id DESC LIMIT ${PAGE}
    ) c ORDER BY c.delivered_at DESC, c.id DESC LIMIT ${PAGE}`;
}

/** What waits already, because the perimeter was asked before, is not written twice. */
async function goOn({ db, jobs }: Exchange, job: AskAgainJob, { lost, there, last }: Asked): Promise<void> {
  const again = await transact(db, actOf('askForCopies', null), async ({ tx }) => {
    const underWay = await jobs.openAmong(tx, ['deliver', 'deliver-files'], lost.map(idOf));
    const idle = lost.filter(({ id }) => !underWay.has(id));
    await jobs.deliver(tx, idle.map(deliverAgain));
    if (last !== undefined && there < ENOUGH)
      await jobs.askAgain(tx, { ...job, there, before: placeOf(last) }, idle.length > 0 ? 0 : PAUSE_MS);
    return idle.length;
  });
  if (again > 0)
    reportFault('ask for copies', `${job.perimeter} has lost ${again} copies of what was delivered to it: they are handed over again`);
  jobs.nudge();
}

const idOf = ({ id }: ConsignmentRow) => id;
const placeOf = ({ id, deliveredAt }: ConsignmentRow): AskAgainJob['before'] => ({ id, deliveredAt: deliveredAt?.toISOString() ?? '' });
const deliverAgain = ({ id, recipient, failures }: ConsignmentRow): DeliverJob => {
  return { consignmentId: id, recipient, failures, traceparent: null, isLost: true };
};
