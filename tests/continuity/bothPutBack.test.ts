import { dispatch, register, type ServiceName, sign } from '@chancery/circuit';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Backup, backupOf } from '../kit/backups.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { rowsOf } from '../kit/rows.ts';
import { drafted } from '../kit/walks.ts';

const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
// That somebody is away is on record for those who run the services, not for who reads this test.
afterEach(() => void vi.restoreAllMocks());
afterAll(() => circuit?.close());

describe('the exchange and an author whose databases are put back together (§1.4, §7.8)', () => {
  it('deliver once what was signed before, and is registered and dispatched again', { timeout: 90_000 }, async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const desk = circuit.desk();
    const { id: documentId } = await drafted(desk);
    await sign(desk, 'JUS', documentId);
    const backups = await Promise.all((['exchange', 'justice'] as const).map(backedUp));
    await register(desk, 'JUS', documentId);
    const [first] = await dispatch(desk, 'JUS', documentId, ['FIN']);
    await untilDelivered(first?.id ?? '');
    for (const { name, backup } of backups) await putBack(name, backup);

    await register(desk, 'JUS', documentId);
    const [again] = await dispatch(desk, 'JUS', documentId, ['FIN']);
    await untilDelivered(again?.id ?? '');
    expect(again?.id).toBe(first?.id);
    const copies = await rowsOf(circuit.databaseUrl('finance'), 'SELECT 1 FROM consignment WHERE document_id = $1', [documentId]);
    expect(copies).toHaveLength(1);
  });
});

async function backedUp(name: ServiceName): Promise<{ readonly name: ServiceName; readonly backup: Backup }> {
  await circuit.services.stop(name);
  const backup = await backupOf(circuit.databaseUrl(name));
  await circuit.services.start(name);
  return { name, backup };
}

async function putBack(name: ServiceName, backup: Backup): Promise<void> {
  await circuit.services.stop(name);
  await backup.putBack();
  await circuit.services.start(name);
}

async function untilDelivered(id: string): Promise<void> {
  const words = 'query State($id: ID!) { consignment(id: $id) { state receipt { jws } } }';
  const state = async () => {
    const { data } = await circuit.ask<{ consignment: { state: string } | null }>(words, { id }, { as: recipient });
    return data?.consignment?.state;
  };
  await expect.poll(state, { timeout: 20_000 }).toBe('DELIVERED');
}
