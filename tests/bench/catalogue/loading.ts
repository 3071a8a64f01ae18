import { setTimeout as pause } from 'node:timers/promises';
import { batchesOf, enrol, importers, type LoadedDocument, load, openFolder, operatorOf } from '@chancery/circuit';
import { readRegistry, ServiceClient } from '@chancery/trust';
import type { Say } from '../bench.ts';
import type { BenchCircuit } from '../circuit.ts';
import { type Desks, databasesOf, recordingDesks } from './desks.ts';

/** What loading real documents took. */
export interface Loaded {
  readonly documents: readonly LoadedDocument[];
  /** Into the perimeters whose they are. */
  readonly perSecond: number;
  /** Until the catalogue had the last one. */
  readonly foundPerSecond: number;
}

/** Loads folders of the public data, as the command does, and waits until the catalogue has them. */
export async function loadFolders(circuit: BenchCircuit, folders: readonly string[], say: Say, most: number): Promise<Loaded> {
  const client = new ServiceClient(operatorOf(circuit.home), readRegistry(circuit.home.services));
  const { desks, close } = recordingDesks(databasesOf(circuit.home));
  let documents: readonly LoadedDocument[] = [];
  let loadMs = 0;
  try {
    for (const folder of folders) {
      const source = await openFolder(folder);
      const some = source.documents.slice(0, most);
      say(`loading ${some.length} documents of ${source.name}`);
      await enrol(client, source.institutions, importers(source.institutions), { newOfficialsOnly: true });
      const began = performance.now();
      await load({ client, source: source.name, batches: batchesOf(some), serverOf: () => 'hosted', atOnce: 4 });
      loadMs += performance.now() - began;
      documents = documents.concat(some);
    }
    const began = performance.now();
    while ((await imported(desks)) < documents.length) await pause(200);
    const all = loadMs + performance.now() - began;
    return { documents, perSecond: (documents.length / loadMs) * 1_000, foundPerSecond: (documents.length / all) * 1_000 };
  } finally {
    await close();
    await client.close();
  }
}

async function imported({ catalogue }: Desks): Promise<number> {
  const [row] = await catalogue.$queryRaw<{ count: number }[]>`
    SELECT coalesce(sum(documents), 0)::int AS count FROM card_tally WHERE origin = 'IMPORTED'`;
  return row?.count ?? 0;
}
