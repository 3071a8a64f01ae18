import { command, type Desk, demoCast, dispatch, draft, patiently, register, sign } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOpinion } from '../../kit/builders.ts';
import { lentCircuit } from '../../kit/lentCircuit.ts';
import { type ProcessCircuit, within } from '../../kit/processes.ts';
import { rowsOf } from '../../kit/rows.ts';
import { type SecondExchange, startSecondExchange } from '../../kit/secondExchange.ts';
import { disorderedAttempts, disorderedStories, type ExchangeRecords, exchangeRecords } from '../survival/exchangeRecords.ts';
import { openJobs } from '../survival/followers.ts';
import { perimeterRecords } from '../survival/perimeterRecords.ts';

const addressees = ['FIN', 'MOH', 'NAR', 'STA'];
const servers = ['finance', 'health', 'hosted'] as const;

/** Any number of processes of the exchange work on one database. */
describe('two processes of the exchange on one database', () => {
  let circuit: ProcessCircuit;
  let second: SecondExchange;
  beforeAll(async () => {
    circuit = await lentCircuit();
    second = await startSecondExchange(circuit);
  }, 150_000);
  afterAll(async () => void (await second?.stop()), 60_000);

  it('deliver 100 consignments, each once', { timeout: 90_000 }, async () => {
    const ids = await sendToAll('both', 25);
    await delivered(ids);
    await expectDeliveredOnce(ids);
  });

  it('do each other’s work: what one held in its hands when it was stopped, the other delivers', { timeout: 120_000 }, async () => {
    const stopped = circuit.pidOf('exchange');
    const held = await sendToAll('held', 10, () => circuit.killService('exchange', 'SIGSTOP'));
    try {
      await delivered(held);
    } finally {
      process.kill(stopped, 'SIGCONT');
    }
    // The one that wakes finds that what it was doing no longer counts, and works on.
    const later = await sendToAll('later', 2);
    await delivered(later);
    await expectDeliveredOnce([...held, ...later]);
    expect(circuit.pidOf('exchange')).toBe(stopped);
  });

  it('carry a file once, and one goes on with it where the other was stopped in the middle (§7.13)', { timeout: 120_000 }, async () => {
    const stopped = circuit.pidOf('exchange');
    const sent = await sendWithFiles(12);
    // Whatever it holds in its hands now, it says no more that it does.
    process.kill(stopped, 'SIGSTOP');
    try {
      await delivered(sent);
    } finally {
      process.kill(stopped, 'SIGCONT');
    }
    const { attempts } = await recordsOf(sent);
    expect(attempts.filter(({ outcome }) => outcome === 'UNREACHABLE' || outcome === 'REJECTED')).toEqual([]);
    await expectDeliveredOnce(sent);
    const kept = await rowsOf<{ count: number }>(
      circuit.databaseUrl('finance'),
      'SELECT count(DISTINCT sha256)::int AS count FROM consignment_file WHERE consignment_id = ANY($1)',
      [sent],
    );
    expect(kept).toEqual([{ count: 12 }]);
  });

  it('end when they are asked to, while the other works on', { timeout: 60_000 }, async () => {
    expect(await second.stop()).toBe(0);
    const ids = await sendToAll('one', 2);
    await delivered(ids);
    await expectDeliveredOnce(ids);
  });

  /** Sends so many documents to all addressees and then does something at once; answers the consignments' ids. */
  async function sendToAll(name: string, count: number, afterwards = () => {}): Promise<readonly string[]> {
    const desks = Array.from(
      { length: count },
      (_, index): Desk => ({ client: circuit.gateway, cast: demoCast, requests: `workers:${name}:${index}` }),
    );
    const documents = await Promise.all(desks.map(async (desk) => ({ desk, documentId: await registered(desk) })));
    const sent = await Promise.all(documents.map(({ desk, documentId }) => dispatch(desk, 'JUS', documentId, addressees)));
    afterwards();
    return sent.flat().map(({ id }) => id);
  }

  /** Sends so many documents with a file of some megabytes each to one addressee; answers the consignments' ids. */
  async function sendWithFiles(count: number): Promise<readonly string[]> {
    const desks = Array.from(
      { length: count },
      (_, index): Desk => ({ client: circuit.gateway, cast: demoCast, requests: `workers:files:${index}` }),
    );
    const documents = await Promise.all(
      desks.map(async (desk, index) => {
        const documentId = await draft(desk, 'JUS', 'LegalOpinion', anOpinion());
        const sha256 = await upload(Buffer.alloc(6_000_000, `Annex ${index}. `));
        await command(
          desk.client,
          demoCast('JUS', 'CLERK'),
          'attachFile',
          { documentId, sha256, name: 'Annex.txt', requestId: `workers:attach:${index}` },
          '__typename',
        );
        await sign(desk, 'JUS', documentId);
        await register(desk, 'JUS', documentId);
        return { desk, documentId };
      }),
    );
    return (await Promise.all(documents.map(({ desk, documentId }) => dispatch(desk, 'JUS', documentId, ['FIN']))))
      .flat()
      .map(({ id }) => id);
  }

  async function upload(bytes: Buffer): Promise<string> {
    const { official, institution } = demoCast('JUS', 'CLERK');
    const authorization = `Bearer ${await circuit.token(official, institution)}`;
    const put = () =>
      fetch(new URL('/files', circuit.ready().graphql), {
        method: 'PUT',
        headers: { authorization, 'content-type': 'text/plain' },
        body: bytes,
      });
    const answer = await patiently(put);
    const { sha256 } = (await answer.json()) as { readonly sha256: string };
    return sha256;
  }

  async function delivered(ids: readonly string[]): Promise<void> {
    const isDelivered = async () => (await recordsOf(ids)).consignments.every(({ state }) => state === 'DELIVERED');
    await within(60_000, isDelivered, 'Not all consignments were delivered');
    await atRest();
  }

  async function atRest(): Promise<void> {
    const url = circuit.databaseUrl('exchange');
    await within(60_000, async () => (await openJobs(url)) === 0, 'The exchange has not come to rest');
  }

  async function recordsOf(ids: readonly string[]): Promise<ExchangeRecords> {
    const { consignments, attempts, events } = await exchangeRecords(circuit.databaseUrl('exchange'));
    return {
      consignments: consignments.filter(({ id }) => ids.includes(id)),
      attempts: attempts.filter(({ consignmentId }) => ids.includes(consignmentId)),
      events: events.filter(({ consignmentId }) => ids.includes(consignmentId)),
    };
  }

  /** One DELIVERED event, one receipt, one successful attempt, and one copy in the recipient's inbox with the same receipt. */
  async function expectDeliveredOnce(ids: readonly string[]): Promise<void> {
    const records = await recordsOf(ids);
    expect(records.consignments.map(({ id, state }) => `${id} ${state}`)).toEqual([...ids].sort().map((id) => `${id} DELIVERED`));
    const told = records.events.filter(({ state }) => state === 'DELIVERED').map(({ consignmentId }) => consignmentId);
    expect(told.sort()).toEqual([...ids].sort());
    expect(disorderedStories(records)).toEqual([]);
    expect(disorderedAttempts(records)).toEqual([]);
    const copies = (await Promise.all(servers.map(async (name) => perimeterRecords(circuit.databaseUrl(name))))).flatMap(
      (records) => records.copies,
    );
    const own = copies.filter(({ id }) => ids.includes(id));
    expect(own.filter(({ copy }) => copy !== 'IN_INBOX')).toEqual([]);
    expect(own.map(({ id, receipt }) => `${id} ${receipt}`).sort()).toEqual(
      records.consignments.map(({ id, receipt }) => `${id} ${receipt}`).sort(),
    );
  }
});

async function registered(desk: Desk): Promise<string> {
  const documentId = await draft(desk, 'JUS', 'LegalOpinion', anOpinion());
  await sign(desk, 'JUS', documentId);
  await register(desk, 'JUS', documentId);
  return documentId;
}
