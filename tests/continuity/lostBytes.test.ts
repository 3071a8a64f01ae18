import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceName } from '@chancery/circuit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { getFile, putFile } from '../kit/files.ts';
import { sentWithFile } from '../kit/sentWithFile.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;

let circuit: TestCircuit;
/** Where the files of a perimeter are from now on, each time it has lost those that it had. */
const folders: string[] = [];
beforeAll(async () => {
  circuit = await startTestCircuit();
});
beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => void vi.restoreAllMocks());
afterAll(async () => {
  await circuit?.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A disk died, or a folder was put back to an older backup than its database. */
describe('bytes that a store has lost (§7.13)', () => {
  it('are brought again with the next delivery of the same, and are there for what came before', { timeout: 60_000 }, async () => {
    const bytes = Buffer.from('Annex, as it was attached first.');
    const sha256 = await sentWith(bytes);
    await storesElsewhere('finance');
    expect((await getFile(circuit, recipient, sha256)).status).not.toBe(200);
    await sentWith(bytes);

    expect((await getFile(circuit, recipient, sha256)).bytes.equals(bytes)).toBe(true);
  });

  it('are there again where their author sends them in again', { timeout: 60_000 }, async () => {
    const bytes = Buffer.from('Annex, as it was attached second.');
    const sha256 = await sentWith(bytes);
    await storesElsewhere('justice');
    expect((await putFile(circuit, clerk, bytes)).status).toBe(200);

    expect((await getFile(circuit, clerk, sha256)).bytes.equals(bytes)).toBe(true);
  });

  it('in part are lost', { timeout: 60_000 }, async () => {
    const folder = await storesElsewhere('justice');
    const bytes = Buffer.from('Annex, as it was attached third.');
    const sha256 = await sentWith(bytes);
    const names = await readdir(folder, { recursive: true });
    truncateSync(join(folder, names.find((name) => name.includes(`${sha256}.`)) ?? ''), 20);
    expect((await putFile(circuit, clerk, bytes)).status).toBe(200);

    expect((await getFile(circuit, clerk, sha256)).bytes.equals(bytes)).toBe(true);
  });
});

async function storesElsewhere(name: ServiceName): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-lost-'));
  folders.push(folder);
  await circuit.services.stop(name);
  await circuit.services.start(name, { CHANCERY_FILES_FOLDER: folder });
  return folder;
}

/** Sends a document with a file to FIN, until it is delivered; answers the digest. */
async function sentWith(bytes: Buffer): Promise<string> {
  const { id, sha256 } = await sentWithFile(circuit, bytes);
  const words = 'query State($id: ID!) { consignment(id: $id) { state } }';
  const state = async () => {
    const { data } = await circuit.ask<{ consignment: { state: string } | null }>(words, { id }, { as: recipient });
    return data?.consignment?.state;
  };
  await expect.poll(state, { timeout: 20_000 }).toBe('DELIVERED');
  return sha256;
}
