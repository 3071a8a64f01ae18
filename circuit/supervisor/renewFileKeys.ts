import { setTimeout as pause } from 'node:timers/promises';
import { type FileKeyring, type InstitutionEntry, takenOverMs, withNewKey } from '@chancery/trust';
import type { PerimeterOperator } from '../client/perimeterOperator.ts';
import { readJson, writeJson } from './files.ts';
import { fileKeysFile, type Home } from './home.ts';
import { forEachInstitution, type Say } from './renewSeals.ts';

/**
 * Gives the servers of institutions, of all where none is named, a new key for the keys of their files, and has all files brought under it, while
 * everything goes on. Institutions on one server have one key. Earlier keys stay in the file: backups of the database need them. §4.11
 */
export async function renewFileKeys(home: Home, codes: readonly string[], say: Say): Promise<void> {
  const renewed = new Set<string>();
  await forEachInstitution(home, codes, say, async (operator, institution) => {
    const { server } = institution;
    if (renewed.has(server)) return `its files are kept at ${server}, under the new key already`;
    renewed.add(server);
    return renewAt(home, operator, institution);
  });
}

async function renewAt(home: Home, operator: PerimeterOperator, institution: InstitutionEntry): Promise<string> {
  const { server } = institution;
  const file = fileKeysFile(home, server);
  const keyring = readJson<FileKeyring>(file);
  if (keyring === undefined) return `${server} keeps no files here`;
  const next = withNewKey(keyring, new Date());
  writeJson(file, next, 0o600);
  await pause(takenOverMs);
  const { renewed, key } = await operator.renewFileKeys(institution);
  if (key !== next.keys.at(-1)?.id) throw new Error(`${server} has not taken the new key up`);
  return `files at ${server} brought under the key ${key}: ${renewed}`;
}
