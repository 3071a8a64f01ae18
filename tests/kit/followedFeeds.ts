import type { ServiceName } from '@chancery/circuit';
import pg from 'pg';

/** A circuit whose databases can be read. */
interface Circuit {
  databaseUrl(name: ServiceName): string | Promise<string>;
}

const perimeters = ['justice', 'finance', 'health', 'hosted'] as const;
const sources = [...perimeters, 'exchange'] as const;
const followers = [
  { follower: 'exchange', follows: perimeters },
  { follower: 'catalogue', follows: sources },
  { follower: 'audit', follows: sources },
] as const;

/** Waits until exchange, catalogue and audit have taken over everything that perimeters and exchange have told; ten seconds at most. */
export async function everythingFollowed(circuit: Circuit): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const told = await lastPositions(circuit);
    const isUpToDate = await Promise.all(
      followers.map(async ({ follower, follows }) => {
        const kept = await cursors(await circuit.databaseUrl(follower));
        // Who has not heard of a source yet has no cursor of it.
        return follows.every((source) => (kept.get(source) ?? 0) === told.get(source));
      }),
    );
    // The exchange may have told something new while it followed.
    const toldSince = await lastPositions(circuit);
    if (isUpToDate.every(Boolean) && sources.every((source) => told.get(source) === toldSince.get(source))) return;
  }
  throw new Error('The feeds were not followed to their end within 10 s.');
}

const lastPositions = async (circuit: Circuit): Promise<ReadonlyMap<string, number>> =>
  new Map(await Promise.all(sources.map(async (source) => [source, await lastPosition(await circuit.databaseUrl(source))] as const)));

/** The position of the last event; none that a follower could have while one waits to get its own. */
async function lastPosition(url: string): Promise<number> {
  const [row] = await rowsOf<{ last: string; waits: boolean }>(
    url,
    'SELECT coalesce(max(position), 0) AS last, coalesce(bool_or(position IS NULL), false) AS waits FROM kernel.outbox',
  );
  return row === undefined || row.waits ? Number.NaN : Number(row.last);
}

async function cursors(url: string): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf<{ source: string; position: string }>(url, 'SELECT source, position FROM kernel.follow_cursor');
  return new Map(rows.map(({ source, position }) => [source, Number(position)]));
}

async function rowsOf<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
