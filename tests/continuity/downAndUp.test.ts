import { command, demoCast, dispatch, type Sent } from '@chancery/circuit';
import type { ConsignmentState } from '@chancery/domain';
import { ServiceClient } from '@chancery/trust';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { within } from '../kit/processes.ts';
import { rowsOf } from '../kit/rows.ts';
import { delivered, registered } from '../kit/walks.ts';

const registrar = { institution: 'JUS', duty: 'REGISTRAR' } as const;
const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;

interface Way {
  readonly state: ConsignmentState;
  readonly receipt: { readonly jws: string } | null;
  readonly attempts: readonly { readonly number: number; readonly startedAt: string; readonly outcome: string | null }[];
}

/** §7.7, §7.8: a recipient that is away, for a while or for good. */
describe('a recipient that is down', () => {
  let circuit: TestCircuit;
  beforeAll(async () => {
    circuit = await startTestCircuit();
  });
  afterEach(() => bringUp());
  afterAll(() => circuit?.close());

  it('is tried with growing pauses, and gets its consignment when it is back', { timeout: 60_000 }, async () => {
    await bringDown();
    const desk = circuit.desk();
    const { id: documentId } = await registered(desk);
    const sent = await dispatch(desk, 'JUS', documentId, ['FIN', 'NAR']);
    const [toFinance, toArchives] = [addressed(sent, 'FIN'), addressed(sent, 'NAR')];

    await untilAttempts(toFinance.id, 3);
    const waiting = await wayOf(toFinance.id);
    expect(waiting.state).toBe('IN_TRANSIT');
    expect(new Set(waiting.attempts.map(({ outcome }) => outcome))).toContain('UNREACHABLE');
    // Nobody else waits for it.
    expect((await wayOf(toArchives.id)).state).toBe('DELIVERED');

    await bringUp();
    await within(20_000, async () => (await wayOf(toFinance.id)).state === 'DELIVERED', 'The consignment was not delivered');
    const { attempts, receipt } = await wayOf(toFinance.id);
    expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, index) => index + 1));
    expect(attempts.at(-1)?.outcome).toBe('DELIVERED');
    expect(receipt?.jws).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const pauses = attempts.slice(1).map(({ startedAt }, index) => Date.parse(startedAt) - Date.parse(attempts[index]?.startedAt ?? ''));
    for (const [index, pause] of pauses.entries()) expect(pause).toBeGreaterThanOrEqual(1_000 * 2 ** index - 50);
    expect(await inboxOfFinance()).toContain(toFinance.id);
  });

  it('does not get what has expired meanwhile; the sender is told', { timeout: 60_000 }, async () => {
    const desk = circuit.desk();
    const { id: documentId } = await registered(desk);
    await bringDown();
    // Long enough for a busy machine to send it and look before it expires.
    const expiresAt = new Date(Date.now() + 4_000).toISOString();
    const { dispatch: made } = await command<{ dispatch: { consignments: readonly Sent[] } }>(
      desk.client,
      demoCast('JUS', 'REGISTRAR'),
      'dispatchDocument',
      { documentId, to: ['FIN'], expiresAt, requestId: `${desk.requests}:expiring` },
      'dispatch { consignments { id to { code } } }',
    );
    const { id } = addressed(made.consignments, 'FIN');
    expect(await titleFor(documentId)).not.toBeNull();

    await within(20_000, async () => (await wayOf(id)).state === 'EXPIRED', 'The consignment did not expire');
    await expect.poll(async () => (await noticesOfJustice()).map(({ consignment }) => consignment.id), { timeout: 10_000 }).toContain(id);
    const notice = (await noticesOfJustice()).find(({ consignment }) => consignment.id === id);
    expect(notice).toMatchObject({ state: 'EXPIRED', document: { id: documentId }, text: expect.stringContaining('FIN') });
    expect(await titleFor(documentId)).toBeNull();

    await bringUp();
    const { errors } = await circuit.ask(registering, { input: { consignmentId: id } }, { as: recipient });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['CONSIGNMENT_CLOSED']);
    expect(await inboxOfFinance()).not.toContain(id);
    expect((await wayOf(id)).state).toBe('EXPIRED');
  });

  it('does not get what was called back meanwhile', { timeout: 60_000 }, async () => {
    const desk = circuit.desk();
    const { id: documentId } = await registered(desk);
    await bringDown();
    const { id } = addressed(await dispatch(desk, 'JUS', documentId, ['FIN']), 'FIN');
    await untilAttempts(id, 1);
    const input = { consignmentId: id, reason: 'Sent by mistake.', requestId: `${desk.requests}:withdraw` };
    const by = demoCast('JUS', 'REGISTRAR');
    const { consignment } = await command<{ consignment: Way }>(desk.client, by, 'withdrawConsignment', input, 'consignment { state }');
    expect(consignment.state).toBe('WITHDRAWN');
    await expect.poll(() => titleFor(documentId), { timeout: 10_000 }).toBeNull();

    await bringUp();
    const { errors } = await circuit.ask(registering, { input: { consignmentId: id } }, { as: recipient });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['CONSIGNMENT_CLOSED']);
    expect(await inboxOfFinance()).not.toContain(id);
  });

  it('answers a delivery that is repeated with its first receipt, also after it was down', { timeout: 60_000 }, async () => {
    const { sent } = await delivered(circuit.desk());
    const first = (await wayOf(sent.id)).receipt?.jws;
    await bringDown();
    await bringUp();
    const asExchange = new ServiceClient(circuit.identity('exchange'), circuit.registry);
    try {
      const repeat = 'mutation Repeat($input: AcceptDeliveryInput!) { acceptDelivery(input: $input) { receipt } }';
      const input = await deliveryOf(sent.id);
      const receipts = [1, 2].map(() => asExchange.ask<{ acceptDelivery: { receipt: { jws: string } } }>('finance', repeat, { input }));
      expect((await Promise.all(receipts)).map(({ acceptDelivery }) => acceptDelivery.receipt.jws)).toEqual([first, first]);
    } finally {
      await asExchange.close();
    }
    expect((await inboxOfFinance()).filter((id) => id === sent.id)).toHaveLength(1);
  });

  let isDown = false;
  async function bringDown(): Promise<void> {
    isDown = true;
    // That somebody is away is on record for those who run the services, not for who reads this test.
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await circuit.services.stop('finance');
  }
  async function bringUp(): Promise<void> {
    if (isDown) await circuit.services.start('finance');
    isDown = false;
    vi.restoreAllMocks();
  }

  async function wayOf(id: string): Promise<Way> {
    const query = 'query Way($id: ID!) { consignment(id: $id) { state receipt { jws } attempts { number startedAt outcome } } }';
    const { data, errors } = await circuit.ask<{ consignment: Way }>(query, { id }, { as: registrar });
    if (!data) throw new Error(JSON.stringify(errors));
    return data.consignment;
  }

  const untilAttempts = (id: string, count: number) =>
    within(20_000, async () => ended(await wayOf(id)) >= count, `${count} attempts were not made`);

  /** The document's title as the recipient's registrar reads it at the author's; null where there is no such document for him. */
  async function titleFor(documentId: string): Promise<string | null> {
    const query = 'query Title($id: ID!) { document(id: $id) { title } }';
    const { data, errors } = await circuit.ask<{ document: { title: string } | null }>(query, { id: documentId }, { as: recipient });
    if (data?.document) return data.document.title;
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['DOCUMENT_NOT_FOUND']);
    return null;
  }

  async function inboxOfFinance(): Promise<readonly string[]> {
    const query = 'query Inbox { inbox(institution: "FIN", first: 100) { edges { node { id } } } }';
    const { data } = await circuit.ask<{ inbox: { edges: readonly { node: { id: string } }[] } }>(query, {}, { as: recipient });
    return data?.inbox.edges.map(({ node }) => node.id) ?? [];
  }

  async function noticesOfJustice() {
    const query = `query Notices { notices(institution: "JUS") { edges { node { state text consignment { id } document { id } } } } }`;
    const { data, errors } = await circuit.ask<{ notices: { edges: readonly { node: Notice }[] } }>(query, {}, { as: registrar });
    if (!data) throw new Error(JSON.stringify(errors));
    return data.notices.edges.map(({ node }) => node);
  }

  /** What the exchange hands over, as it stands in its database. */
  async function deliveryOf(id: string): Promise<object> {
    const [row] = await rowsOf<object>(
      circuit.databaseUrl('exchange'),
      `SELECT c.id "consignmentId", c.dispatch_id "dispatchId", d.bundle, c.register_by "registerBy", c.expires_at "expiresAt"
       FROM consignment c JOIN dispatch d ON d.id = c.dispatch_id WHERE c.id = $1`,
      [id],
    );
    if (!row) throw new Error(`The exchange has no consignment ${id}.`);
    return row;
  }
});

interface Notice {
  readonly state: ConsignmentState;
  readonly text: string;
  readonly consignment: { readonly id: string };
  readonly document: { readonly id: string };
}

const registering = 'mutation Register($input: RegisterConsignmentInput!) { registerConsignment(input: $input) { incomingNumber } }';

const ended = ({ attempts }: Way): number => attempts.filter(({ outcome }) => outcome !== null).length;

function addressed(sent: readonly Sent[], code: string): Sent {
  const found = sent.find(({ to }) => to.code === code);
  if (!found) throw new Error(`Nothing was sent to ${code}.`);
  return found;
}
