import { setTimeout as pause } from 'node:timers/promises';
import type { ExchangeEvent } from '@chancery/domain';
import { attributes, withSpan } from '@chancery/observability';
import { type ServiceClient, Unreachable } from '@chancery/trust';
import { announceEvents } from './announcements.ts';
import { type Database, sqlTransaction, type Transaction } from './database.ts';
import { reportFault } from './faults.ts';
import { feedPage } from './feedPage.ts';
import { FollowCursor, type Followed } from './followCursor.ts';

/** How many events are taken at a time, and how long one question waits for the first, in milliseconds. */
const PAGE = 500;
const WAIT_MS = 10_000;
/** After a failure the next try waits twice as long, between these. */
const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
/** Of a feed that tells nothing it is written down at least so often that all of it is known, in milliseconds. */
const KNOWN_MS = 60_000;
/** A feed that is another one again and again is begun anew so often within this time, in milliseconds: what is kept of others is not moved about for its sake. */
const MOST_ANEW = 10;
const ANEW_WITHIN_MS = 600_000;
/** How many acts a page's step is linked to. */
const MOST_CAUSES = 100;

export interface FollowerOptions {
  readonly db: Database;
  readonly client: ServiceClient;
  /** The service that is followed. */
  readonly source: string;
  /** Takes a page; in the same transaction the cursor moves. What it has seen before it must recognise by event id or revision. */
  handle(tx: Transaction, events: readonly ExchangeEvent[]): Promise<void>;
  /** Takes back what was kept of the source's words, where all of them come again and may say other things; in the transaction that sets the cursor back. */
  forget?(tx: Transaction): Promise<void>;
  /**
   * The source answers again after it was away, or this service was, and its feed is the one that is known: of a backup that was put back meanwhile the feed
   * shows nothing where it told nothing since. `knownAt`: when all that it had told was known. At least once each time; not where that never was.
   */
  foundAgain?(tx: Transaction, knownAt: Date): Promise<void>;
}

/**
 * Follows another service's feed: every event at least once, in order for each document. A feed whose service was set back to a backup has another
 * history from there on: it is read again from its beginning, or all would be missed that it tells until it has come as far as before.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #cursor: FollowCursor;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Since the cursor moved last. */
  #caughtUpAt: Date | null = null;
  /** When that was written down without an event. */
  #notedAt: Date | null = null;
  /** Whether the feed was seen to be the same since it was away last. */
  #isSame = false;
  /** When it was begun anew lately, by a clock that nobody sets. */
  #begunAnew: readonly number[] = [];

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#cursor = new FollowCursor(options.db, options.source);
  }

  start(): void {
    this.#running = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  async #follow(): Promise<void> {
    let wait = SHORTEST_PAUSE_MS;
    while (!this.#stopped.signal.aborted) {
      try {
        await this.#takePage();
        wait = SHORTEST_PAUSE_MS;
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        this.#isSame = false;
        if (wait === SHORTEST_PAUSE_MS) reportFault(`following ${this.#options.source}`, error); // once for each time it goes away
        await pause(wait, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async #takePage(): Promise<void> {
    const { client, source } = this.#options;
    const cursor = await this.#cursor.read();
    const wasAway = !this.#isSame;
    if (wasAway && (await this.#isOther(cursor))) return this.#beginAnew(cursor);
    const askedAt = new Date();
    const { events: told, more } = await client.events(source, cursor.position, PAGE, wasAway ? 0 : WAIT_MS, this.#stopped.signal);
    if (wasAway) await this.#findAgain(cursor);
    this.#isSame = true;
    const isAll = told.length < PAGE && !more;
    if (told.length > 0) await this.#keep(told, cursor, isAll ? askedAt : null);
    else await this.#noteQuiet(cursor.position, askedAt);
    if (isAll) this.#caughtUpAt = askedAt;
  }

  async #keep(told: readonly unknown[], cursor: Followed, isAllSince: Date | null): Promise<void> {
    const { db, source, handle } = this.#options;
    const caughtUpAt = this.#caughtUpAt ?? cursor.caughtUpAt;
    const { events, last } = feedPage(told, { source, after: cursor.position, caughtUpAt, now: new Date() });
    const to = { position: last, eventId: idOf(told[last - cursor.position - 1]), caughtUpAt: isAllSince };
    await withSpan(
      `follow ${source}`,
      { kind: 'consumer', root: true, links: causesOf(events), attributes: { [attributes.count]: events.length } },
      () =>
        sqlTransaction(db, async (tx) => {
          if (await this.#cursor.move(tx, cursor.position, to)) await handle(tx, events);
        }),
    );
    announceEvents();
    this.#notedAt = null;
  }

  /** Where the event at which it stopped was, there is another one, or none. */
  async #isOther({ position, eventId }: Followed): Promise<boolean> {
    if (position === 0 || eventId === null) return false;
    const { client, source } = this.#options;
    const { events } = await client.events(source, position - 1, 1, 0, this.#stopped.signal);
    return idOf(events[0]) !== eventId;
  }

  async #findAgain({ caughtUpAt }: Followed): Promise<void> {
    const { db, foundAgain } = this.#options;
    if (foundAgain !== undefined && caughtUpAt !== null) await sqlTransaction(db, (tx) => foundAgain(tx, caughtUpAt));
  }

  /** When its words were known so far stays known: no history is a reason to tell of another time. §10.11 */
  async #beginAnew({ position }: Followed): Promise<void> {
    const { db, source, forget } = this.#options;
    this.#countAnew();
    const isLast = this.#begunAnew.length === MOST_ANEW;
    const often = isLast ? ', for the tenth time within ten minutes: before they are over it is not begun again' : '';
    reportFault(
      `following ${source}`,
      `its feed is another one, as after a backup was put back: it is read again from its beginning${often}`,
    );
    await sqlTransaction(db, async (tx) => {
      if (await this.#cursor.move(tx, position, { position: 0, eventId: null, caughtUpAt: null })) await forget?.(tx);
    });
    this.#isSame = true;
  }

  /** Throws `Unreachable` where that was too often. */
  #countAnew(): void {
    const now = performance.now();
    const lately = this.#begunAnew.filter((at) => at > now - ANEW_WITHIN_MS);
    if (lately.length >= MOST_ANEW) throw new Unreachable(this.#options.source, 'no sense');
    this.#begunAnew = [...lately, now];
  }

  /** Others read how far the feed is known: also of one that has told nothing for days. */
  async #noteQuiet(position: number, askedAt: Date): Promise<void> {
    if (this.#notedAt !== null && askedAt.getTime() - this.#notedAt.getTime() < KNOWN_MS) return;
    await this.#cursor.noteQuiet(position, askedAt);
    this.#notedAt = askedAt;
  }
}

/** Of whatever a feed told. */
const idOf = (event: unknown): string | null =>
  typeof event === 'object' && event !== null && 'id' in event && typeof event.id === 'string' ? event.id : null;

/** The steps that the events come from (W3C Trace Context). */
function causesOf(events: readonly ExchangeEvent[]): readonly string[] {
  const causes = events.flatMap(({ act }) => (act.spanId === undefined ? [] : [`00-${act.traceId}-${act.spanId}-01`]));
  return [...new Set(causes)].slice(0, MOST_CAUSES);
}
