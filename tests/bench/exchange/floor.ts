import pg from 'pg';
import { manyClients } from './manyClients.ts';
import { renewed, type Unit } from './transcripts.ts';

export interface Floor {
  readonly exchangesPerSecond: number;
  readonly statementsPerExchange: number;
  /** Statements that PostgreSQL refused, of all that were run. */
  readonly failedShare: number;
}

/** Runs recorded exchanges again, each about a new document, by so many clients straight on PostgreSQL: what the SQL alone allows. */
export async function measureFloor(
  exchanges: readonly (readonly Unit[])[],
  urlOf: (database: string) => Promise<string>,
  clients: number,
  forMs: number,
): Promise<Floor> {
  const names = new Set(exchanges.flat().map(({ database }) => database));
  const pools = new Map<string, pg.Pool>();
  for (const name of names) pools.set(name, poolOf(await urlOf(name), clients));
  const counts = { run: 0, failed: 0 };
  let next = 0;
  const one = async () => {
    const units = renewed(exchanges[next++ % exchanges.length] ?? []);
    for (const unit of units) await runUnit(pools.get(unit.database), unit, counts);
  };
  await manyClients(clients, 2_000, one); // prepared plans and caches as in a system that runs
  const { results, tookMs } = await manyClients(clients, forMs, one);
  await Promise.all([...pools.values()].map((pool) => pool.end()));
  const statements = exchanges.flat().reduce((sum, unit) => sum + unit.statements.length, 0);
  return {
    exchangesPerSecond: results.length / (tookMs / 1_000),
    statementsPerExchange: statements / exchanges.length,
    failedShare: counts.failed / counts.run,
  };
}

/** A server that stops tells connections of it that have just been given up: nobody waits for them any more. */
const poolOf = (connectionString: string, max: number): pg.Pool => new pg.Pool({ connectionString, max }).on('error', () => undefined);

async function runUnit(pool: pg.Pool | undefined, { statements }: Unit, counts: { run: number; failed: number }): Promise<void> {
  const connection = await pool?.connect();
  if (!connection) return;
  try {
    for (const { name, text, values } of statements) {
      counts.run += 1;
      await connection.query({ text, values: [...values], ...(name ? { name } : {}) });
    }
  } catch {
    counts.failed += 1;
    await connection.query('ROLLBACK');
  } finally {
    connection.release();
  }
}
