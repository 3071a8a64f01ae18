import { setTimeout as pause } from 'node:timers/promises';
import { createIdentity, mandateSeconds, readRegistry, type ServiceEntry, type ServiceKey, takenOverMs } from '@chancery/trust';
import { writeJson } from './files.ts';
import { type Home, keyFile } from './home.ts';
import { publicHalf, readKey } from './keys.ts';

/**
 * Gives services new keys for their mandates, while everything runs: first both keys are believed, then the new one signs, then it alone is
 * believed. Broken off anywhere, everybody goes on working; the next run makes new keys again.
 */
export async function rotateKeys(home: Home, names: readonly string[], say: (line: string) => void): Promise<void> {
  const made = new Map<string, ServiceKey>();
  for (const { name, role } of entriesIn(home).filter((entry) => names.includes(entry.name)))
    made.set(name, (await createIdentity(name, role)).identity);
  // Read anew each time: institutions join and leave meanwhile.
  const write = (change: (entry: ServiceEntry, next: ServiceKey) => ServiceEntry) =>
    writeJson(
      home.services,
      entriesIn(home).map((entry) => changed(entry, made.get(entry.name), change)),
    );

  const current = new Map([...made.keys()].map((name) => [name, publicHalf(readKey(home, name).privateKey)]));
  write((entry, next) => ({ ...entry, publicKey: current.get(entry.name) ?? entry.publicKey, otherKey: publicHalf(next.privateKey) }));
  say('the old and the new keys are believed');
  await pause(takenOverMs);
  for (const [name, key] of made) writeJson(keyFile(home, name), key, 0o600);
  say('the new keys sign');
  await pause(takenOverMs + mandateSeconds * 1_000);
  write((entry, next) => ({ ...entry, publicKey: publicHalf(next.privateKey) }));
  say('the new keys alone are believed');
  await pause(takenOverMs);
}

const entriesIn = (home: Home): readonly ServiceEntry[] => {
  const registry = readRegistry(home.services);
  return registry.names.map((name) => registry.entry(name));
};

function changed(
  { otherKey, ...entry }: ServiceEntry,
  next: ServiceKey | undefined,
  change: (entry: ServiceEntry, next: ServiceKey) => ServiceEntry,
): ServiceEntry {
  if (next !== undefined) return change(entry, next);
  return otherKey === undefined ? entry : { ...entry, otherKey };
}
