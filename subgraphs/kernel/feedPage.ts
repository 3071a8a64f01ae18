import { type ExchangeEvent, parseEvent, Refusal } from '@chancery/domain';
import { Unreachable } from '@chancery/trust';
import { reportFault } from './faults.ts';

/** How far two clocks may be apart, and how long an act may take from its event until others see it. */
const toleratedMs = 300_000;

/** Where a follower stands when a feed answers. */
export interface Following {
  readonly source: string;
  /** The position that it has come to. */
  readonly after: number;
  /** When it last had all that there was; null where it never had. */
  readonly caughtUpAt: Date | null;
  readonly now: Date;
}

/** What a follower takes over from an answer. */
export interface FeedPage {
  readonly events: readonly ExchangeEvent[];
  /** The position behind it. */
  readonly last: number;
}

/**
 * §10.11 What a feed told, as far as it can be taken: an event that makes no sense is reported and left out, so that none stops who follows; of one whose act
 * can be read the act is kept (§10.1); one of a time that cannot be (it lies ahead of now, or before all that was told was known) is put to when it was heard of, and keeps what its service
 * claimed. Positions grow without gaps: what breaks that is not taken. Throws `Unreachable` where nothing is left.
 */
export function feedPage(told: readonly unknown[], following: Following): FeedPage {
  const { source, after } = following;
  const gap = told.findIndex((event, index) => positionOf(event) !== after + 1 + index);
  const inOrder = gap === -1 ? told : told.slice(0, gap);
  if (inOrder.length === 0) throw new Unreachable(source, 'no sense');
  const events = inOrder.flatMap((event) => readable(event) ?? []);
  const left = inOrder.length - events.length + events.filter(({ payload }) => payload.type === 'unread').length;
  if (left > 0) reportFault(`following ${source}`, `${left} events make no sense`);
  return { events: events.map((event) => inTime(event, following)), last: after + inOrder.length };
}

const positionOf = (event: unknown): unknown =>
  typeof event === 'object' && event !== null && 'position' in event ? event.position : null;

function readable(event: unknown): ExchangeEvent | undefined {
  return parsed(event) ?? parsed({ ...Object(event), payload: { type: 'unread' } });
}

function parsed(event: unknown): ExchangeEvent | undefined {
  try {
    return parseEvent(event);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function inTime(event: ExchangeEvent, { caughtUpAt, now }: Following): ExchangeEvent {
  const at = Date.parse(event.at);
  const isAhead = at > now.getTime() + toleratedMs;
  const isBefore = caughtUpAt !== null && at < caughtUpAt.getTime() - toleratedMs;
  return isAhead || isBefore ? { ...event, at: now.toISOString(), claimedAt: event.at } : event;
}
