import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { dispatch, register, settled, sign } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { attach, getFile, putFile, sha256Of } from '../../kit/files.ts';
import { drafted } from '../../kit/walks.ts';

const data = new URL('../../../../shared/data/', import.meta.url);
const folder = process.env.CI || existsSync(data) ? data : undefined;
const clerk = { institution: 'JUS', duty: 'CLERK' } as const;
const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterAll(() => circuit?.close());

describe('x', () => {
  test('y', async () => {
    const desk = circuit.desk();
    const { id } = await drafted(desk);
    const bytes = Buffer.from('Annex\n'.repeat(1_000_000));
    const { file } = await putFile(circuit, clerk, bytes);
    await attach(circuit, clerk, id, file.sha256, 'Annex.txt');
    await sign(desk, 'JUS', id);
    await register(desk, 'JUS', id);
    const [sent] = await dispatch(desk, 'JUS', id, ['FIN']);
    await settled(desk.client, desk.cast('JUS', 'REGISTRAR'), sent?.id ?? '');
    const { data, errors } = await circuit.ask('query C($id: ID!) { consignment(id: $id) { state attempts { outcome } copy { files { name sha256 } } } }', { id: sent?.id }, { as: recipient });
    console.log(JSON.stringify(data), errors);
    await circuit.services.stop('justice');
    const got = await getFile(circuit, recipient, file.sha256, { headers: { range: 'bytes=-6' } });
    expect(got.status).toBe(206);
    expect(got.bytes.toString()).toBe('Annex\n');
  });
});
