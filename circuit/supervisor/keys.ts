import { mkdirSync } from 'node:fs';
import { createIdentity, type JWK, type ServiceEntry, type ServiceIdentity, type ServiceRole } from '@chancery/trust';
import { services } from '../services.ts';
import { readJson, writeJson } from './files.ts';
import { type Home, keyFile } from './home.ts';

/** The name under which the circuit's operator calls services: the supervisor, its commands. */
export const CIRCUIT = 'circuit';

/** Makes sure that every service and the circuit itself has a key of its own; those made at an earlier start are kept. */
export async function keepIdentities(home: Home): Promise<readonly ServiceIdentity[]> {
  mkdirSync(home.keys, { recursive: true, mode: 0o700 });
  return Promise.all([...services.map(({ name, role }) => keep(home, name, role)), keep(home, CIRCUIT, 'circuit')]);
}

/** Tells every service who serves what where, and by which key its word is known. */
export function writeServices(
  home: Home,
  identities: readonly ServiceIdentity[],
  ports: ReadonlyMap<string, number>,
): readonly ServiceEntry[] {
  const entries = identities.map(({ name, role, privateKey }) => ({
    name,
    role,
    url: urlOf(ports.get(name)),
    publicKey: publicHalf(privateKey),
  }));
  writeJson(home.services, entries);
  return entries;
}

// Nobody calls the circuit itself: port 0 answers nobody.
const urlOf = (port = 0): string => `http://127.0.0.1:${port}`;

async function keep(home: Home, name: string, role: ServiceRole): Promise<ServiceIdentity> {
  const kept = readJson<ServiceIdentity>(keyFile(home, name));
  if (kept) return kept;
  const { identity } = await createIdentity(name, role);
  writeJson(keyFile(home, name), identity, 0o600);
  return identity;
}

function publicHalf({ d: _secret, ...publicKey }: JWK): JWK {
  return publicKey;
}
