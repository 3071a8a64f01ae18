import type { Database, Transaction } from './database.ts';

/** How far a feed was followed. */
export interface Followed {
  /** Of its last event; 0 before the first. */
  readonly position: number;
  /** That event's id; null where it is not known. */
  readonly eventId: string | null;
  /** When all that the feed had told was known; null where that never was. */
  readonly caughtUpAt: Date | null;
}

/** How far this service has followed the feed of another. */
export class FollowCursor {
  readonly #db: Database;
  readonly #source: string;

  constructor(db: Database, source: string) {
    this.#db = db;
    this.#source = source;
  }

  async read(): Promise<Followed> {
    const [row] = await this.#db.$queryRawUnsafe<{ position: bigint; event_id: string | null; caught_up_at: Date | null }[]>(
      'SELECT position, event_id, caught_up_at FROM kernel.follow_cursor WHERE source = $1',
      this.#source,
    );
    return { position: Number(row?.position ?? 0), eventId: row?.event_id ?? null, caughtUpAt: row?.caught_up_at ?? null };
  }

  /** Moves it unless another process of the same service, or a rebuild, has moved it meanwhile; what was known stays known where nothing newer is told. */
  async move(tx: Transaction, from: number, { position, eventId, caughtUpAt }: Followed): Promise<boolean> {
    const statement =
      from === 0
        ? `INSERT INTO kernel.follow_cursor AS f (source, position, event_id, caught_up_at) VALUES ($1, $3, $4, $5)
           ON CONFLICT (source) DO UPDATE SET position = $3, event_id = $4, caught_up_at = coalesce($5, f.caught_up_at) WHERE f.position = $2`
        : `UPDATE kernel.follow_cursor SET position = $3, event_id = $4, caught_up_at = coalesce($5, caught_up_at)
            WHERE source = $1 AND position = $2`;
    return (await tx.$executeRawUnsafe(statement, this.#source, from, position, eventId, caughtUpAt)) > 0;
  }

  /** At this position nothing more was told at a moment. */
  async noteQuiet(position: number, at: Date): Promise<void> {
    // Who has never told anything has no row yet; a row that was taken away since is not made again for another position.
    const statement =
      position === 0
        ? `INSERT INTO kernel.follow_cursor AS f (source, position, caught_up_at) VALUES ($1, $2, $3)
           ON CONFLICT (source) DO UPDATE SET caught_up_at = $3 WHERE f.position = $2`
        : 'UPDATE kernel.follow_cursor SET caught_up_at = $3 WHERE source = $1 AND position = $2';
    await this.#db.$executeRawUnsafe(statement, this.#source, position, at);
  }
}
