import type { ServiceName } from '@chancery/circuit';
import pg from 'pg';

/** A circuit whose databases can be read. */
interface Circuit {
  databaseUrl(name: ServiceName): string | Promise<string>;
}

const sources = ['justice', 'finance', 'health', 'hosted', 'exchange'] as const;
const followers = ['exchange', 'catalogue', 'audit'] as const;

/** Waits until exchange, catalogue and audit have taken over everything that perimeters and exchange have told; ten seconds at most. */
export async function everythingFollowed(circuit: Circuit): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const told = await lastPositions(circuit);
    const kept = await Promise.all(followers.map(async (follower) => cursors(await circuit.databaseUrl(follower))));
    // The exchange may have told something new while it followed.
    const toldSince = await lastPositions(circuit);
    const isFollowed = (cursorsOfOne: ReadonlyMap<string, number>) =>
      sources.every(
        (source, index) => !cursorsOfOne.has(source) || (cursorsOfOne.get(source) === told[index] && told[index] === toldSince[index]),
      );
    if (kept.every(isFollowed)) return;
  }
  throw new Error('The feeds were not followed to their end within 10 s.');
}

const lastPositions = (circuit: Circuit): Promise<readonly number[]> =>
  Promise.all(sources.map(async (source) => lastPosition(await circuit.databaseUrl(source))));

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
