import { dispatch, register, sign } from '@chancery/circuit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { type Clamd, startClamd } from '../../kit/clamd.ts';
import { attach, getFile, putFile, sha256Of } from '../../kit/files.ts';
import { rowsOf } from '../../kit/rows.ts';
import { drafted } from '../../kit/walks.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;
// In two halves, so that this file is not itself taken for what it is about.
const infected = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** Finance has files looked at, justice does not. */
let circuit: TestCircuit;
let clamd: Clamd;
beforeAll(async () => {
  circuit = await startTestCircuit();
  clamd = await startClamd();
  await circuit.services.stop('finance');
  await circuit.services.start('finance', { CHANCERY_CLAMD: clamd.address });
});
beforeEach(() => {
  clamd.mood = 'looks';
});
afterAll(async () => {
  await circuit?.close();
  await clamd?.close();
});

interface Standing {
  readonly state: string;
  readonly attempts: readonly { readonly outcome: string | null }[];
}
async function standingOf(id: string): Promise<Standing | undefined> {
  const query = 'query C($id: ID!) { consignment(id: $id) { state attempts { outcome } } }';
  return (await circuit.ask<{ consignment: Standing }>(query, { id }, { as: recipient })).data?.consignment;
}

async function send(bytes: Buffer): Promise<string> {
  const desk = circuit.desk();
  const { id } = await drafted(desk);
  await putFile(circuit, clerk, bytes);
  await attach(circuit, clerk, id, sha256Of(bytes), 'Annex.txt');
  await sign(desk, 'JUS', id);
  await register(desk, 'JUS', id);
  const [sent] = await dispatch(desk, 'JUS', id, ['FIN']);
  return sent?.id ?? '';
}

describe('a perimeter that has files looked at for malware (§4.11)', () => {
  test('takes none in that is not clean, says what was found, and keeps nothing of it', async () => {
    const sender = { institution: 'FIN', duty: 'CLERK' } as const;
    const refused = await putFile(circuit, sender, infected);
    expect(refused).toMatchObject({ status: 422, code: 'FILE_INFECTED' });
    expect(refused.message).toContain('Eicar-Test-Signature');
    expect(await rowsOf(circuit.databaseUrl('finance'), 'SELECT 1 FROM file')).toEqual([]);
  });

  test('refuses it from a delivery too: no receipt, and the attempt says that it was rejected', async () => {
    const id = await send(infected);
    await expect
      .poll(async () => (await standingOf(id))?.attempts.map(({ outcome }) => outcome), { timeout: 20_000 })
      .toContain('REJECTED');
    expect((await standingOf(id))?.state).toBe('IN_TRANSIT');
    expect(await rowsOf(circuit.databaseUrl('finance'), 'SELECT 1 FROM file')).toEqual([]);
  });

  test('delivers once the scanner answers again', async () => {
    clamd.mood = 'hangs up';
    const bytes = Buffer.from('Clean.');
    const id = await send(bytes);
    await expect
      .poll(async () => (await standingOf(id))?.attempts.map(({ outcome }) => outcome), { timeout: 20_000 })
      .toContain('UNREACHABLE');
    clamd.mood = 'looks';
    await expect.poll(async () => (await standingOf(id))?.state, { timeout: 30_000 }).toBe('DELIVERED');
    expect((await getFile(circuit, recipient, sha256Of(bytes))).bytes.equals(bytes)).toBe(true);
  }, 60_000);

  test('waits for a scanner that takes longer than a transfer may stand still', async () => {
    clamd.mood = 'takes its time';
    clamd.takesMs = 33_000;
    const bytes = Buffer.from('It takes its time.');
    const [sent, id] = await Promise.all([putFile(circuit, { institution: 'FIN', duty: 'CLERK' }, Buffer.from('Own.')), send(bytes)]);
    expect(sent.status).toBe(200);
    await expect.poll(async () => (await standingOf(id))?.state, { timeout: 20_000 }).toBe('DELIVERED');
    expect((await standingOf(id))?.attempts).toEqual([{ outcome: 'DELIVERED' }]);
  }, 90_000);
});
