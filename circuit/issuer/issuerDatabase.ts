import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabases } from '../embedded/index.ts';
import { databaseVariable } from '../services.ts';
import type { Home } from '../supervisor/home.ts';
import { ISSUER } from './issuerKey.ts';

/** Does something in the database of a running circuit's embedded issuer, as its operator. */
export async function inIssuerDatabase<Result>(home: Home, act: (pool: pg.Pool) => Promise<Result>): Promise<Result> {
  const pool = new pg.Pool({ connectionString: urlOf(home), max: 1, application_name: 'chancery-circuit' });
  pool.on('error', () => undefined); // a lost connection shows in the query that it fails
  try {
    return await act(pool);
  } finally {
    await pool.end();
  }
}

function urlOf({ postgres }: Home): string {
  const elsewhere = process.env[databaseVariable(ISSUER)];
  if (elsewhere) return elsewhere;
  return openDatabases(postgres, Number(readFileSync(join(postgres, 'port'), 'utf8'))).doorsOf(ISSUER).service;
}
