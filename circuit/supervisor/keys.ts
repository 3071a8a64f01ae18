import { mkdirSync } from 'node:fs';
import {
  createIdentity,
  type JWK,
  readIdentity,
  type ServiceEntry,
  type ServiceIdentity,
  type ServiceKey,
  type ServiceRole,
} from '@chancery/trust';
import type { ServiceRow } from '../services.ts';
import { readJson, writeJson } from './files.ts';
import { certificateFiles, type Home, keyFile } from './home.ts';

/** The name under which the circuit's operator calls services: the supervisor, its commands. */
export const CIRCUIT = 'circuit';

/** Makes sure that every process and the circuit itself has a key of its own; those made at an earlier start are kept. */
export async function keepKeys(home: Home, processes: readonly ServiceRow[]): Promise<readonly ServiceKey[]> {
  mkdirSync(home.keys, { recursive: true, mode: 0o700 });
  return Promise.all([...processes.map(({ name, role }) => keepKey(home, name, role)), keepKey(home, CIRCUIT, 'circuit')]);
}

/** Tells every service who serves what where, and by which key its word is known. Nobody calls the circuit itself: its address answers nobody. */
export function writeServices(
  home: Home,
  keys: readonly ServiceKey[],
  urlOf: (name: string) => string,
  connected: readonly ServiceEntry[] = [],
): readonly ServiceEntry[] {
  const entries = [...keys.map((key) => entryOf(key, urlOf(key.name))), ...connected];
  writeJson(home.services, entries);
  return entries;
}

/** The circuit itself as it calls services: the supervisor, and the commands of its operator. */
export const operatorOf = (home: Home): ServiceIdentity => readIdentity(keyFile(home, CIRCUIT), certificateFiles(home, CIRCUIT));

/** The key of a service as its file holds it; throws where there is none. */
export function readKey(home: Home, name: string): ServiceKey {
  const key = readJson<ServiceKey>(keyFile(home, name));
  if (key === undefined) throw new Error(`${keyFile(home, name)} cannot be read.`);
  return key;
}

/** What others are told of a service. */
export const entryOf = ({ name, role, privateKey }: ServiceKey, url: string): ServiceEntry => ({
  name,
  role,
  url,
  publicKey: publicHalf(privateKey),
});

/** The key of a service, made where it has none yet. */
export async function keepKey(home: Home, name: string, role: ServiceRole): Promise<ServiceKey> {
  const kept = readJson<ServiceKey>(keyFile(home, name));
  if (kept) return kept;
  const { identity } = await createIdentity(name, role);
  writeJson(keyFile(home, name), identity, 0o600);
  return identity;
}

/** What others may know of a key. */
export function publicHalf({ d: _secret, ...publicKey }: JWK): JWK {
  return publicKey;
}
