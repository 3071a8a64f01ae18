import { setTimeout as pause } from 'node:timers/promises';
import type { ExchangeEvent } from '@chancery/domain';
import { attributes, withSpan } from '@chancery/observability';
import type { ServiceClient } from '@chancery/trust';
import { type Database, sqlTransaction, type Transaction } from './database.ts';
import { reportFault } from './faults.ts';
import { feedPage } from './feedPage.ts';
import { announceEvents } from './outbox.ts';

/** How many events are taken at a time, and how long one question waits for the first, in milliseconds. */
const PAGE = 500;
const WAIT_MS = 10_000;
/** After a failure the next try waits twice as long, between these. */
const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
/** Of a feed that tells nothing it is written down at least so often that all of it is known, in milliseconds. */
const KNOWN_MS = 60_000;
/** How many acts a page's step is linked to. */
const MOST_CAUSES = 100;

export interface FollowerOptions {
  readonly db: Database;
  readonly client: ServiceClient;
  /** The service that is followed. */
  readonly source: string;
  /** Takes a page; in the same transaction the cursor moves. What it has seen before it must recognise by event id or revision. */
  handle(tx: Transaction, events: readonly ExchangeEvent[]): Promise<void>;
}

/** Follows another service's feed: every event at least once, in order for each document. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #stopped = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Since the cursor moved last. */
  #caughtUpAt: Date | null = null;
  /** When that was written down without an event. */
  #notedAt: Date | null = null;

  constructor(options: FollowerOptions) {
    this.#options = options;
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
        if (wait === SHORTEST_PAUSE_MS) reportFault(`following ${this.#options.source}`, error); // once for each time it goes away
        await pause(wait, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  async #takePage(): Promise<void> {
    const { db, client, source, handle } = this.#options;
    const cursor = await this.#cursor();
    const askedAt = new Date();
    const { events: told, more } = await client.events(source, cursor.position, PAGE, WAIT_MS, this.#stopped.signal);
    const isAll = told.length < PAGE && !more;
    if (told.length > 0) {
      const caughtUpAt = this.#caughtUpAt ?? cursor.caughtUpAt;
      const { events, last } = feedPage(told, { source, after: cursor.position, caughtUpAt, now: new Date() });
      await withSpan(
        `follow ${source}`,
        { kind: 'consumer', root: true, links: causesOf(events), attributes: { [attributes.count]: events.length } },
        () =>
          sqlTransaction(db, async (tx) => {
            if (await this.#move(tx, cursor.position, last, isAll ? askedAt : null)) await handle(tx, events);
          }),
      );
      announceEvents();
      this.#notedAt = null;
    } else await this.#noteQuiet(cursor.position, askedAt);
    if (isAll) this.#caughtUpAt = askedAt;
  }

  /** Others read how far the feed is known: also of one that has told nothing for days. */
  async #noteQuiet(position: number, askedAt: Date): Promise<void> {
    if (this.#notedAt !== null && askedAt.getTime() - this.#notedAt.getTime() < KNOWN_MS) return;
    const { db, source } = this.#options;
    const statement = 'UPDATE kernel.follow_cursor SET caught_up_at = $3 WHERE source = $1 AND position = $2';
    await db.$executeRawUnsafe(statement, source, position, askedAt);
    this.#notedAt = askedAt;
  }

  async #cursor(): Promise<{ readonly position: number; readonly caughtUpAt: Date | null }> {
    const { db, source } = this.#options;
    const [row] = await db.$queryRawUnsafe<{ position: bigint; caught_up_at: Date | null }[]>(
      'SELECT position, caught_up_at FROM kernel.follow_cursor WHERE source = $1',
      source,
    );
    return { position: Number(row?.position ?? 0), caughtUpAt: row?.caught_up_at ?? null };
  }

  /** Moves the cursor unless another process of the same service, or a rebuild, has moved it meanwhile. */
  async #move(tx: Transaction, from: number, to: number, caughtUpAt: Date | null): Promise<boolean> {
    const statement =
      from === 0
        ? `INSERT INTO kernel.follow_cursor AS f (source, position, caught_up_at) VALUES ($1, $3, $4)
           ON CONFLICT (source) DO UPDATE SET position = $3, caught_up_at = coalesce($4, f.caught_up_at) WHERE f.position = $2`
        : 'UPDATE kernel.follow_cursor SET position = $3, caught_up_at = coalesce($4, caught_up_at) WHERE source = $1 AND position = $2';
    return (await tx.$executeRawUnsafe(statement, this.#options.source, from, to, caughtUpAt)) > 0;
  }
}

/** The steps that the events come from (W3C Trace Context). */
function causesOf(events: readonly ExchangeEvent[]): readonly string[] {
  const causes = events.flatMap(({ act }) => (act.spanId === undefined ? [] : [`00-${act.traceId}-${act.spanId}-01`]));
  return [...new Set(causes)].slice(0, MOST_CAUSES);
}
