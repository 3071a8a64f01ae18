import { setTimeout as pause } from 'node:timers/promises';
import { dispatch, type ServiceName } from '@chancery/circuit';
import type { ConsignmentState } from '@chancery/domain';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Backup, backupOf } from '../kit/backups.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { getFile } from '../kit/files.ts';
import { within } from '../kit/processes.ts';
import { rowsOf } from '../kit/rows.ts';
import { sentWithFile } from '../kit/sentWithFile.ts';
import { delivered, registered, type Travelling } from '../kit/walks.ts';

const registrar = { institution: 'JUS', duty: 'REGISTRAR' } as const;
const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;

interface Way {
  readonly state: ConsignmentState;
  readonly deliveredAt: string | null;
  readonly incomingNumber: string | null;
  readonly receipt: { readonly jws: string } | null;
  readonly attempts: readonly { readonly outcome: string | null; readonly receipt: { readonly jws: string } | null }[];
}

let circuit: TestCircuit;
const down = new Set<ServiceName>();
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterEach(async () => {
  for (const name of down) await bringUp(name);
});
afterAll(() => circuit?.close());

describe('a recipient whose database is put back to a backup (§7.14)', () => {
  it('is followed from there, gets again what it has lost, and nobody misses what it does then', { timeout: 90_000 }, async () => {
    const before = await delivered(circuit.desk());
    const backup = await backedUp('finance');
    // More than one document of which the backup knows nothing: all that is told after it comes at positions that were told already.
    const lost = [await delivered(circuit.desk()), await delivered(circuit.desk())];
    const given: string[] = [];
    for (const { sent } of lost) given.push(await registerAtFinance(sent.id));
    await until(async () => (await statesOf(lost)).every((state) => state === 'REGISTERED'), 'The exchange has not heard of it');
    for (const { sent } of lost) await untilRegistrations(sent.id, 1);
    const proved = await Promise.all(lost.map(({ sent }) => wayOf(sent.id)));
    await putBack('finance', backup);

    for (const { sent } of lost) await until(async () => (await inboxOfFinance()).includes(sent.id), 'It is still lost');

    // What the sender can prove is what it could prove before, and how often it was handed over.
    for (const [index, { sent }] of lost.entries()) {
      const { state, deliveredAt, receipt, attempts } = await wayOf(sent.id);
      expect({ state, deliveredAt, receipt }).toEqual({
        state: 'REGISTERED',
        deliveredAt: proved[index]?.deliveredAt,
        receipt: proved[index]?.receipt,
      });
      expect(attempts.map(({ outcome }) => outcome)).toEqual(['DELIVERED', 'DELIVERED']);
      expect(attempts[1]?.receipt?.jws).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    }
    // Registered again in the same order, before anything else: under the same numbers. The exchange stays with what it was told first.
    const numbers: string[] = [];
    for (const { sent } of lost) numbers.push(await registerAtFinance(sent.id));
    expect(numbers).toEqual(given);

    const after = await delivered(circuit.desk());
    for (const { sent } of [before, after]) numbers.push(await registerAtFinance(sent.id));
    expect(new Set(numbers).size).toBe(4);
    await until(async () => (await statesOf([before, after])).every((state) => state === 'REGISTERED'), 'The exchange missed it');
    await untilRegistrations(after.sent.id, 1);
    for (const { sent } of lost) await untilRegistrations(sent.id, 2);
    expect(await statesOf(lost)).toEqual(['REGISTERED', 'REGISTERED']);
    expect((await inboxOfFinance()).filter((id) => lost.some(({ sent }) => sent.id === id))).toHaveLength(2);
  });

  it('gets again what came over night, of which its feed told nothing, with its files', { timeout: 90_000 }, async () => {
    const backup = await backedUp('finance');
    const bytes = Buffer.from('Annex, as it was attached.');
    const { id, sha256 } = await deliveredWithFile(bytes);
    expect((await getFile(circuit, recipient, sha256)).bytes.equals(bytes)).toBe(true);
    await putBack('finance', backup);

    await until(async () => (await inboxOfFinance()).includes(id), 'It is still lost');
    expect((await getFile(circuit, recipient, sha256)).bytes.equals(bytes)).toBe(true);
    expect((await wayOf(id)).attempts.map(({ outcome }) => outcome)).toEqual(['DELIVERED', 'DELIVERED']);
  });
});

describe('the exchange whose database is put back to a backup (§1.4, §7.8)', () => {
  it('delivers once what is dispatched again under the same request, and knows what became of it', { timeout: 90_000 }, async () => {
    const backup = await backedUp('exchange');
    const desk = circuit.desk();
    const { id: documentId } = await registered(desk);
    const [first] = await dispatch(desk, 'JUS', documentId, ['FIN']);
    const id = first?.id ?? '';
    await until(async () => (await wayOf(id)).state === 'DELIVERED', 'It was not delivered');
    const { receipt } = await wayOf(id);
    await registerAtFinance(id);
    await until(async () => (await wayOf(id)).state === 'REGISTERED', 'The exchange has not heard of it');
    await putBack('exchange', backup);

    const again = await dispatch(desk, 'JUS', documentId, ['FIN']);
    expect(again.map((sent) => sent.id)).toEqual([id]);
    await until(async () => (await wayOf(id)).state === 'REGISTERED', 'It does not know that it is registered');
    // What is heard before it is delivered again has its receipt a moment later.
    await expect.poll(async () => (await wayOf(id)).receipt, { timeout: 15_000 }).toEqual(receipt);
    const copies = await rowsOf(circuit.databaseUrl('finance'), 'SELECT 1 FROM consignment WHERE document_id = $1', [documentId]);
    expect(copies).toHaveLength(1);
  });

  it('delivers nothing while that is held, so that what was called back is called back again', { timeout: 90_000 }, async () => {
    await bringDown('finance');
    const { id } = await underWay();
    const backup = await backedUp('exchange');
    await callBack(id);
    await bringDown('exchange');
    await backup.putBack();
    await bringUp('exchange', { CHANCERY_DELIVERIES_HELD: '1' });
    await bringUp('finance');
    await pause(3_000);
    expect(['ACCEPTED', 'IN_TRANSIT']).toContain((await wayOf(id)).state);
    await callBack(id);
    await bringDown('exchange');
    await bringUp('exchange');

    // What comes after it is delivered, and it is not.
    await delivered(circuit.desk());
    expect((await wayOf(id)).state).toBe('WITHDRAWN');
    expect(await inboxOfFinance()).not.toContain(id);
  });
});

describe('an author whose database is put back to a backup (§7.7)', () => {
  it('is told again what was called back since: its addressee reads it no longer', { timeout: 90_000 }, async () => {
    await bringDown('finance');
    const { id, documentId } = await underWay();
    const backup = await backedUp('justice');
    await callBack(id);
    await expect.poll(() => isReader(documentId), { timeout: 10_000 }).toBe(false);
    await putBack('justice', backup);

    await expect.poll(() => isReader(documentId), { timeout: 10_000 }).toBe(false);
  });
});

/** Sends a document to a recipient that is away. */
async function underWay(): Promise<{ readonly id: string; readonly documentId: string }> {
  const desk = circuit.desk();
  const { id: documentId } = await registered(desk);
  const [sent] = await dispatch(desk, 'JUS', documentId, ['FIN']);
  return { id: sent?.id ?? '', documentId };
}

async function callBack(consignmentId: string): Promise<void> {
  const words = 'mutation CallBack($input: WithdrawConsignmentInput!) { withdrawConsignment(input: $input) { consignment { state } } }';
  const { errors } = await circuit.ask(words, { input: { consignmentId, reason: 'Sent by mistake.' } }, { as: registrar });
  expect(errors).toEqual([]);
}

/** Whether the recipient's registrar may read a document at its author's. */
async function isReader(id: string): Promise<boolean> {
  const words = 'query Title($id: ID!) { document(id: $id) { title } }';
  const { data } = await circuit.ask<{ document: { title: string } | null }>(words, { id }, { as: recipient });
  return data?.document?.title !== undefined;
}

async function backedUp(name: ServiceName): Promise<Backup> {
  await bringDown(name);
  const backup = await backupOf(circuit.databaseUrl(name));
  await bringUp(name);
  return backup;
}

async function putBack(name: ServiceName, backup: Backup): Promise<void> {
  await bringDown(name);
  await backup.putBack();
  await bringUp(name);
}

async function bringDown(name: ServiceName): Promise<void> {
  down.add(name);
  // That somebody is away is on record for those who run the services, not for who reads this test.
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await circuit.services.stop(name);
}

async function bringUp(name: ServiceName, decided: NodeJS.ProcessEnv = {}): Promise<void> {
  await circuit.services.start(name, decided);
  down.delete(name);
  vi.restoreAllMocks();
}

const until = (isTrue: () => Promise<boolean>, failure: string) => within(20_000, isTrue, failure);

async function wayOf(id: string): Promise<Way> {
  const words = `query Way($id: ID!) {
    consignment(id: $id) { state deliveredAt incomingNumber receipt { jws } attempts { outcome receipt { jws } } }
  }`;
  const { data, errors } = await circuit.ask<{ consignment: Way }>(words, { id }, { as: registrar });
  if (!data?.consignment) throw new Error(JSON.stringify(errors));
  return data.consignment;
}

const statesOf = async (sent: readonly Travelling[]) =>
  (await Promise.all(sent.map(({ sent: { id } }) => wayOf(id)))).map(({ state }) => state);

async function registerAtFinance(consignmentId: string): Promise<string> {
  const words = 'mutation Register($input: RegisterConsignmentInput!) { registerConsignment(input: $input) { incomingNumber } }';
  type Registered = { registerConsignment: { incomingNumber: string } };
  const { data, errors } = await circuit.ask<Registered>(words, { input: { consignmentId } }, { as: recipient });
  if (!data?.registerConsignment) throw new Error(JSON.stringify(errors));
  return data.registerConsignment.incomingNumber;
}

/** Each registration is told of by two entries of the audit trail: the gateway's, and what the recipient's own server said. */
async function untilRegistrations(consignmentId: string, count: number): Promise<void> {
  const statement = "SELECT 1 FROM audit_entry WHERE consignment = $1 AND act = 'registerConsignment'";
  const told = async () => (await rowsOf(circuit.databaseUrl('audit'), statement, [consignmentId])).length;
  await until(async () => (await told()) === 2 * count, 'The audit trail missed a registration');
}

async function inboxOfFinance(): Promise<readonly string[]> {
  const words = 'query Inbox { inbox(institution: "FIN", first: 100) { edges { node { id } } } }';
  const { data } = await circuit.ask<{ inbox: { edges: readonly { node: { id: string } }[] } }>(words, {}, { as: recipient });
  return data?.inbox.edges.map(({ node }) => node.id) ?? [];
}

async function deliveredWithFile(bytes: Buffer): Promise<{ readonly id: string; readonly sha256: string }> {
  const { id, sha256 } = await sentWithFile(circuit, bytes);
  await until(async () => (await wayOf(id)).state === 'DELIVERED', 'It was not delivered');
  return { id, sha256 };
}
