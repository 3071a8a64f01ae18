import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '@chancery/domain';
import pg from 'pg';
import { openDatabases } from '../embedded/index.ts';
import { runningServer } from '../embedded/serverProcess.ts';
import { ownerVariable } from '../services.ts';
import type { Home } from '../supervisor/home.ts';
import type { Newcomer } from './newcomer.ts';

/** Where documents of an institution, and what was sent to it, would be: whatever its state. */
const places = (newcomer: Newcomer) =>
  [
    [newcomer.server, 'SELECT 1 FROM document UNION ALL SELECT 1 FROM consignment LIMIT 1', []],
    ['exchange', 'SELECT 1 FROM consignment WHERE recipient = $1 LIMIT 1', [newcomer.code]],
  ] as const;

/** Throws `Refusal('INSTITUTION_IN_USE')` where an institution has a document, or was ever sent one; and where that cannot be known now. §1.16 */
export async function requireNoDocuments(home: Home, newcomer: Newcomer, environment: NodeJS.ProcessEnv): Promise<void> {
  for (const [service, question, values] of places(newcomer)) {
    const url = environment[ownerVariable(service)] || embeddedUrl(home, service);
    if (url !== undefined && (await has(url, question, values)))
      throw new Refusal('INSTITUTION_IN_USE', `${newcomer.code} has documents, or was sent some.`);
  }
}

/** Undefined where this home never had a database. */
function embeddedUrl(home: Home, service: string): string | undefined {
  if (!existsSync(join(home.postgres, 'data'))) return undefined;
  if (runningServer(join(home.postgres, 'data')) === undefined)
    throw new Error('Whether it has documents is known only while the circuit runs. Start it: npm start');
  return openDatabases(home.postgres, Number(readFileSync(join(home.postgres, 'port'), 'utf8'))).doorsOf(service).owner;
}

/** A database or a table that is not there holds nothing: the joining was broken off before. */
async function has(url: string, question: string, values: readonly string[]): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, application_name: 'chancery-circuit', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // a lost connection shows in the query that it fails
  try {
    await client.connect();
    return (await client.query(question, [...values])).rows.length > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['3D000', '42P01', '28P01', '28000'].includes(String(error.code))) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
