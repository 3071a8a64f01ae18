import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileKeyring, withNewKey } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { attach, getFile, putFile } from '../kit/files.ts';
import { rowsOf } from '../kit/rows.ts';
import { drafted } from '../kit/walks.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
const FILES = 5;

let circuit: TestCircuit;
const digests: string[] = [];
beforeAll(async () => {
  circuit = await startTestCircuit();
  const { id } = await drafted(circuit.desk());
  for (let n = 1; n <= FILES; n++) {
    const { file } = await putFile(circuit, clerk, Buffer.from(`Annex ${n}.`));
    await attach(circuit, clerk, id, file.sha256, `Annex ${n}.txt`);
    digests.push(file.sha256);
  }
});
afterAll(() => circuit?.close());

const keysFile = () => join(circuit.services.files('justice').folder, '../keys.json');
const keyring = (): FileKeyring => JSON.parse(readFileSync(keysFile(), 'utf8'));
const renewal = 'mutation Renew($input: RenewFileKeysInput!) { renewFileKeys(input: $input) { renewed key } }';
const renew = () =>
  circuit.operator.ask<{ renewFileKeys: { renewed: number; key: string } }>('justice', renewal, { input: { institution: 'JUS' } });
const wrapped = () => rowsOf<{ key_id: string }>(circuit.databaseUrl('justice'), 'SELECT DISTINCT key_id FROM file');

describe("a new key for a perimeter's files (§4.11)", () => {
  test('is taken up while everything goes on; every file is brought under it, and opened by it alone', async () => {
    const next = withNewKey(keyring(), new Date());
    const newest = next.keys.at(-1)?.id;
    writeFileSync(keysFile(), JSON.stringify(next));
    await expect.poll(async () => (await renew()).renewFileKeys.key, { timeout: 20_000 }).toBe(newest);
    expect(await wrapped()).toEqual([{ key_id: newest }]);
    writeFileSync(keysFile(), JSON.stringify({ keys: next.keys.slice(-1) }));
    await circuit.services.stop('justice');
    await circuit.services.start('justice');
    for (const [i, digest] of digests.entries()) expect((await getFile(circuit, clerk, digest)).bytes.toString()).toBe(`Annex ${i + 1}.`);
  });

  test('without the key a file is under it cannot be had, and nothing of it is told', async () => {
    writeFileSync(keysFile(), JSON.stringify(withNewKey({ keys: [] }, new Date())));
    await circuit.services.stop('justice');
    await circuit.services.start('justice');
    const { status, bytes } = await getFile(circuit, clerk, digests[0] ?? '');
    expect(status).toBe(503);
    expect(bytes.toString()).not.toContain('Annex');
  });

  test('is nobody else’s to ask for than the operator’s', async () => {
    const { errors } = await circuit.ask(renewal, { input: { institution: 'JUS' } }, { as: clerk });
    expect(errors[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});
