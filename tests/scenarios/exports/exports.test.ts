import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { fetchExport, settled, startExport } from '../../kit/exports.ts';
import { registered } from '../../kit/walks.ts';

const clerk = { institution: 'JUS', duty: 'CLERK' } as const;

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
  await registered(circuit.desk());
});
afterAll(() => circuit?.close());

describe('an export', () => {
  test('of a list of documents', async () => {
    const { id, code } = await startExport(circuit, clerk, { documents: {}, format: 'CSV' });
    expect(code).toBeUndefined();
    const told = await settled(circuit, clerk, id);
    expect(told).toMatchObject({ status: 'FINISHED', url: `/exports/${id}`, failure: null });
    const answer = await fetchExport(circuit, clerk, id);
    const bytes = Buffer.from(await answer.arrayBuffer());
    console.log(answer.status, Object.fromEntries(answer.headers), bytes.toString());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(told.sha256);
  });
});
