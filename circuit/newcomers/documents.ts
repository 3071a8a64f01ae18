import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '@chancery/domain';
import type { ServiceEntry } from '@chancery/trust';
import { openDatabases } from '../embedded/index.ts';
import { runningServer } from '../embedded/serverProcess.ts';
import { ownerVariable } from '../services.ts';
import { readJson } from '../supervisor/files.ts';
import type { Home } from '../supervisor/home.ts';
import { readReady } from '../supervisor/readyFile.ts';
import { asOwner } from './asOwner.ts';
import type { Newcomer } from './newcomer.ts';

type Place = readonly [service: string, question: string, values: readonly string[]];

/** Where what an institution sent, and what was sent to it, would be: whatever its state. */
const sentOrReceived = (code: string): Place => [
  'exchange',
  'SELECT 1 FROM consignment WHERE sender = $1 OR recipient = $1 LIMIT 1',
  [code],
];

/** Throws `Refusal('INSTITUTION_IN_USE')` where an institution has a document, or was ever sent one; and where that cannot be known now. §1.16 */
export const requireNoDocuments = (home: Home, { code, server }: Pick<Newcomer, 'code' | 'server'>): Promise<void> =>
  requireNone(home, code, [[server, 'SELECT 1 FROM document UNION ALL SELECT 1 FROM consignment LIMIT 1', []], sentOrReceived(code)]);

/** The same of one with a system of its own, as far as the exchange knows of its documents: by those that it has told of. §1.16 */
export const requireNoneKnown = (home: Home, code: string): Promise<void> =>
  requireNone(home, code, [['catalogue', 'SELECT 1 FROM card WHERE institution = $1 LIMIT 1', [code]], sentOrReceived(code)]);

async function requireNone(home: Home, code: string, places: readonly Place[]): Promise<void> {
  for (const place of places)
    if (await has(home, place)) throw new Refusal('INSTITUTION_IN_USE', `${code} has documents, or was sent some.`);
}

/** What is not there, where nothing of it runs, holds nothing: the joining was broken off before. */
async function has(home: Home, [service, question, values]: Place): Promise<boolean> {
  const url = ownerUrl(home, service);
  const running = readReady(home)?.services ?? readJson<readonly ServiceEntry[]>(home.services) ?? [];
  const isKnown = running.some(({ name }) => name === service);
  if (url === undefined && isKnown) throw new Error(notSeen(service));
  try {
    return url !== undefined && (await asOwner(url, async (db) => (await db.query(question, [...values])).rows.length > 0));
  } catch (error) {
    const wrong = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (missing.includes(wrong) && !isKnown) return false;
    if (wrong.startsWith('28')) throw new Error(notSeen(service), { cause: error });
    throw error;
  }
}

/** No database, no table, no role of that name. */
const missing = ['3D000', '42P01', '28P01', '28000'];
const notSeen = (service: string): string =>
  `Whether there are documents cannot be seen in the database of ${service}: name it in ${ownerVariable(service)}.`;

/** A service's database as its owner opens it; undefined where this home never had one. Throws where that cannot be known now. */
export function ownerUrl(home: Home, service: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const own = environment[ownerVariable(service)];
  if (own) return own;
  if (!existsSync(join(home.postgres, 'data'))) return undefined;
  if (runningServer(join(home.postgres, 'data')) === undefined)
    throw new Error('Whether it has documents is known only while the circuit runs. Start it: npm start');
  return openDatabases(home.postgres, Number(readFileSync(join(home.postgres, 'port'), 'utf8'))).doorsOf(service).owner;
}
