import type { Parts } from '@chancery/kernel';
import type { CatalogueDatabase } from './database.ts';
import { sourcesOf } from './followers.ts';

/** How far the catalogue has followed one feed. */
export interface FeedStanding {
  readonly source: string;
  /** The last position that was kept. */
  readonly position: number;
  /** Whether the feed has nothing behind it; null when its service does not answer. */
  readonly caughtUp: boolean | null;
}

/** How far the catalogue has followed each feed; asks each for one event more. */
export async function standingOf(parts: Parts<CatalogueDatabase>): Promise<readonly FeedStanding[]> {
  const positions = await positionsOf(parts.db);
  return Promise.all(
    sourcesOf(parts).map(async ({ name }) => {
      const position = positions.get(name) ?? 0;
      return { source: name, position, caughtUp: await isAtEnd(parts, name, position) };
    }),
  );
}

async function positionsOf(db: CatalogueDatabase): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ source: string; position: bigint }[]>`SELECT source, position FROM kernel.follow_cursor`;
  return new Map(rows.map(({ source, position }) => [source, Number(position)]));
}

async function isAtEnd({ client }: Parts<CatalogueDatabase>, source: string, position: number): Promise<boolean | null> {
  try {
    const { events } = await client.events(source, position, 1, 0);
    return events.length === 0;
  } catch {
    return null; // the service is away: its feed goes on when it is back
  }
}
