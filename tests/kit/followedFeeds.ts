import pg from 'pg';
import type { TestCircuit } from './circuit.ts';

const sources = ['justice', 'finance', 'health', 'hosted', 'exchange'] as const;
const followers = ['exchange', 'catalogue', 'audit'] as const;

/** Waits until exchange, catalogue and audit have taken over everything that perimeters and exchange have told; ten seconds at most. */
export async function everythingFollowed(circuit: TestCircuit): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const told = await Promise.all(sources.map((source) => lastPosition(circuit.databaseUrl(source))));
    const kept = await Promise.all(followers.map((follower) => cursors(circuit.databaseUrl(follower))));
    const isFollowed = (cursorsOfOne: ReadonlyMap<string, number>) =>
      sources.every((source, index) => !cursorsOfOne.has(source) || cursorsOfOne.get(source) === told[index]);
    if (kept.every(isFollowed)) return;
  }
  throw new Error('The feeds were not followed to their end within 10 s.');
}

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
