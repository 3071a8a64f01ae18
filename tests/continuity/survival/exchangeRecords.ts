import type { ConsignmentEvent, ConsignmentState, ExchangeEvent } from '@chancery/domain';
import { rowsOf } from '../../kit/rows.ts';

/** A consignment as the exchange has it. */
interface ConsignmentRecord {
  readonly id: string;
  readonly dispatchId: string;
  readonly documentId: string;
  readonly sender: string;
  readonly recipient: string;
  readonly state: ConsignmentState;
  readonly revision: number;
  readonly attempt: number;
  /** The recipient's, as it was sealed. */
  readonly receipt: string | null;
}

/** One try to deliver one. */
interface AttemptRecord {
  readonly consignmentId: string;
  readonly number: number;
  readonly outcome: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** What the exchange's database says of consignments. */
export interface ExchangeRecords {
  readonly consignments: readonly ConsignmentRecord[];
  readonly attempts: readonly AttemptRecord[];
  /** In the order in which followers get them. */
  readonly events: readonly ConsignmentEvent[];
}

/** All that the exchange knows. */
export async function exchangeRecords(url: string): Promise<ExchangeRecords> {
  const [consignments, attempts, outbox] = await Promise.all([
    rowsOf<ConsignmentRecord>(
      url,
      `SELECT id, dispatch_id "dispatchId", document_id "documentId", sender, recipient, state, revision, attempt,
              receipt->>'jws' receipt FROM consignment ORDER BY id`,
    ),
    rowsOf<AttemptRecord>(
      url,
      'SELECT consignment_id "consignmentId", number, outcome, started_at "startedAt", ended_at "endedAt" FROM attempt ORDER BY 1, 2',
    ),
    rowsOf<Pick<ExchangeEvent, 'payload'>>(url, 'SELECT payload FROM kernel.outbox ORDER BY row_id'),
  ]);
  const events = outbox.map(({ payload }) => payload).filter((payload) => payload.type === 'consignment');
  return { consignments, attempts, events };
}

const order: readonly (readonly ConsignmentState[])[] = [
  ['ACCEPTED'],
  ['IN_TRANSIT'],
  ['DELIVERED'],
  ['REGISTERED', 'REFUSED', 'EXPIRED', 'WITHDRAWN'],
];
const place = (state: ConsignmentState): number => order.findIndex((states) => states.includes(state));

/** The consignments whose events were lost, came twice, or went back; each as its states in the order in which they were told. */
export function disorderedStories({ consignments, events }: ExchangeRecords): readonly string[] {
  const stories = Map.groupBy(events, ({ consignmentId }): string => consignmentId);
  return consignments.flatMap(({ id, state, revision }) => {
    const story = stories.get(id) ?? [];
    const isWhole = story.length === revision && story.every((event, index) => event.revision === index + 1);
    const isForward = story.every((event, index) => index === 0 || place(event.state) > place(story[index - 1]?.state ?? 'ACCEPTED'));
    const isTold = story[0]?.state === 'ACCEPTED' && story.at(-1)?.state === state;
    return isWhole && isForward && isTold
      ? []
      : [`${id} ${story.map((event) => `${event.revision}:${event.state}`).join(' ')} now ${state}`];
  });
}

/** The consignments whose attempts have a gap, are still open, or do not fit what became of it. */
export function disorderedAttempts({ consignments, attempts }: ExchangeRecords): readonly string[] {
  const made = Map.groupBy(attempts, ({ consignmentId }) => consignmentId);
  return consignments.flatMap(({ id, state, attempt, receipt }) => {
    const own = made.get(id) ?? [];
    const isCounted = own.length === attempt && own.every(({ number }, index) => number === index + 1);
    const successes = own.filter(({ outcome }) => outcome === 'DELIVERED').length;
    const isDelivered = state === 'DELIVERED' || state === 'REGISTERED' || state === 'REFUSED';
    const isSound =
      isCounted &&
      own.every(({ outcome }) => outcome !== null) &&
      successes === (isDelivered ? 1 : 0) &&
      (receipt !== null) === isDelivered;
    return isSound
      ? []
      : [
          `${id} ${state} receipt ${receipt !== null}, attempts ${own.map(({ number, outcome }) => `${number}:${outcome}`).join(' ')} of ${attempt}`,
        ];
  });
}
