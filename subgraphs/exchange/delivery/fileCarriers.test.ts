import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseDocumentId } from '@chancery/domain';
import { type RunningService, startService } from '@chancery/kernel';
import { ulid } from 'ulid';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { migratedDatabase } from '../../../tests/kit/databases.ts';
import { directoryMigrations, type ExchangeWorld, exchangeWorld, official } from '../../../tests/kit/exchangeWorld.ts';
import { carry } from '../../../tests/kit/foreignFiles.ts';
import { exchange } from '../index.ts';

let world: ExchangeWorld;
let service: RunningService;
beforeAll(async () => {
  const [directoryUrl, exchangeUrl] = await Promise.all([migratedDatabase(directoryMigrations), migratedDatabase(exchange.migrations)]);
  world = await exchangeWorld({ directory: directoryUrl, exchange: exchangeUrl });
  service = await startService(exchange, world.exchange);
});
afterEach(() => {
  for (const { files } of Object.values(world.perimeters)) {
    files.spoil = (bytes) => bytes;
    files.beforeTaking = async () => undefined;
    files.beforeGiving = async () => undefined;
  }
});
afterAll(async () => {
  await service.close();
  await world.close();
});

const registrar = official('JUS');
const newDocument = () => parseDocumentId(`JUS:LegalOpinion:${ulid()}`);

interface Consignment {
  readonly id: string;
  readonly state: string;
  readonly attempts: readonly { readonly outcome: string | null }[];
}

async function dispatch(documentId: string, to: readonly string[] = ['FIN'], by = registrar): Promise<readonly Consignment[]> {
  const words = 'mutation D($input: DispatchDocumentInput!) { dispatchDocument(input: $input) { dispatch { consignments { id state } } } }';
  type Data = { dispatchDocument: { dispatch: { consignments: Consignment[] } } };
  const { data } = await world.ask<Data>(words, { input: { documentId, to } }, by);
  return data?.dispatchDocument.dispatch.consignments ?? [];
}

async function standing(id: string, by = registrar): Promise<Consignment | undefined> {
  const { data } = await world.ask<{ consignment: Consignment }>(
    'query C($id: ID!) { consignment(id: $id) { id state attempts { outcome } } }',
    { id },
    by,
  );
  return data?.consignment;
}

const delivered = (id: string, timeout = 15_000) => expect.poll(async () => (await standing(id))?.state, { timeout }).toBe('DELIVERED');

describe('files of a delivery between perimeters that others built (§7.13)', () => {
  test('are there before the consignment comes, every byte', async () => {
    const documentId = newDocument();
    const bytes = randomBytes(300_000);
    const files = [carry(documentId, 'Annex 1.bin', bytes), carry(documentId, 'Annex 2.txt', Buffer.from('Second.'))];
    const [sent] = await dispatch(documentId);
    await delivered(sent?.id ?? '');
    expect(files.map(({ sha256 }) => world.perimeters.finance.files.received.get(sha256)?.length)).toEqual([300_000, 7]);
    expect(world.perimeters.finance.files.received.get(files[0]?.sha256 ?? '')?.equals(bytes)).toBe(true);
  });

  test('are brought once to where several consignments take them, and not at all to where they are', async () => {
    const bytes = randomBytes(50_000);
    const documents = [newDocument(), newDocument(), newDocument()];
    const [file] = documents.map((id) => carry(id, 'Form.bin', bytes));
    const sent = (await Promise.all(documents.map((id) => dispatch(id)))).flat();
    for (const { id } of sent) await delivered(id);
    expect(world.perimeters.finance.files.brought.get(file?.sha256 ?? '')).toBe(1);
  });

  test('that the author spoils are refused by their digest: no receipt, and another attempt', async () => {
    const documentId = newDocument();
    const { sha256 } = carry(documentId, 'Annex.bin', randomBytes(1_000));
    world.perimeters.justice.files.spoil = (bytes) => Buffer.concat([bytes.subarray(1), Buffer.from([0])]);
    const [sent] = await dispatch(documentId);
    const id = sent?.id ?? '';
    await expect.poll(async () => (await standing(id))?.attempts.map(({ outcome }) => outcome), { timeout: 15_000 }).toContain('REJECTED');
    expect(world.perimeters.finance.files.received.has(sha256)).toBe(false);
    world.perimeters.justice.files.spoil = (bytes) => bytes;
    await delivered(id);
  });

  test('that take longer than a question may are one attempt, and nothing small waits for them', async () => {
    const [large, small] = [newDocument(), newDocument()];
    const { sha256 } = carry(large, 'Large.bin', randomBytes(100_000));
    world.perimeters.finance.files.beforeTaking = () => pause(6_500);
    const [slow] = await dispatch(large);
    await expect.poll(async () => (await standing(slow?.id ?? ''))?.state, { timeout: 5_000 }).toBe('IN_TRANSIT');
    const [quick] = await dispatch(small);
    await delivered(quick?.id ?? '', 3_000);
    expect((await standing(slow?.id ?? ''))?.state).toBe('IN_TRANSIT');
    await delivered(slow?.id ?? '');
    expect((await standing(slow?.id ?? ''))?.attempts).toEqual([{ outcome: 'DELIVERED' }]);
    expect(world.perimeters.finance.files.brought.get(sha256)).toBe(1);
  }, 40_000);

  test("of an author who hangs hold up nobody else's to the same recipient", { timeout: 60_000 }, async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    world.perimeters.justice.files.beforeGiving = () => promise;
    onTestFinished(() => resolve());
    const hanging = await Promise.all(
      Array.from({ length: 12 }, () => {
        const documentId = newDocument();
        carry(documentId, 'Annex.bin', randomBytes(1_000));
        return dispatch(documentId);
      }),
    );
    const underWay = async () => {
      const all = await Promise.all(hanging.map(([one]) => standing(one?.id ?? '')));
      return all.filter((each) => each?.state === 'IN_TRANSIT').length;
    };
    await expect.poll(underWay, { timeout: 8_000 }).toBeGreaterThanOrEqual(4);
    await pause(1_000);

    const documentId = parseDocumentId(`LIB:OfficialLetter:${ulid()}`);
    carry(documentId, 'Letter.bin', randomBytes(1_000));
    const [sent] = await dispatch(documentId, ['FIN'], official('LIB'));
    await expect.poll(async () => (await standing(sent?.id ?? '', official('LIB')))?.state, { timeout: 8_000 }).toBe('DELIVERED');
    resolve();
    for (const [one] of hanging) await delivered(one?.id ?? '', 30_000);
  });

  test('are carried by one process alone, however long that takes, and by the other once it has ended', { timeout: 90_000 }, async () => {
    const other = await startService(exchange, { ...world.exchange, port: 0 });
    try {
      const documentId = newDocument();
      const { sha256 } = carry(documentId, 'Very large.bin', randomBytes(100_000));
      world.perimeters.finance.files.beforeTaking = () => pause(16_000);
      const [sent] = await dispatch(documentId);
      await delivered(sent?.id ?? '', 30_000);
      expect((await standing(sent?.id ?? ''))?.attempts).toEqual([{ outcome: 'DELIVERED' }]);
      expect(world.perimeters.finance.files.brought.get(sha256)).toBe(1);
    } finally {
      await other.close();
    }
  });

  test('go no further once their consignment is withdrawn', { timeout: 30_000 }, async () => {
    const documentId = newDocument();
    const { sha256 } = carry(documentId, 'Withdrawn.bin', randomBytes(5_000_000));
    world.perimeters.finance.files.beforeTaking = () => pause(6_000);
    const [sent] = await dispatch(documentId);
    await expect.poll(async () => (await standing(sent?.id ?? ''))?.state, { timeout: 5_000 }).toBe('IN_TRANSIT');
    const words = 'mutation W($input: WithdrawConsignmentInput!) { withdrawConsignment(input: $input) { consignment { state } } }';
    await world.ask(words, { input: { consignmentId: sent?.id, reason: 'Sent too early.' } }, registrar);
    await pause(8_000);
    expect((await standing(sent?.id ?? ''))?.attempts).toEqual([{ outcome: 'INTERRUPTED' }]);
    expect(world.perimeters.finance.files.received.has(sha256)).toBe(false);
  });
});
