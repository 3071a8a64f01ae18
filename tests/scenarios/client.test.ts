import { randomUUID } from 'node:crypto';
import { ChanceryError, type Client, createClient, operations } from '@chancery/client';
import type { Duty } from '@chancery/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { delivered, drafted } from '../kit/walks.ts';

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
}, 120_000);
afterAll(() => circuit?.close());

const as = (institution: string, duty: Duty): Client =>
  createClient({ url: circuit.graphql, token: () => circuit.token({ institution, duty }) });

test('a desk sends an opinion with nothing but the client, and its addressee registers it', async () => {
  const input = { title: 'On the lease of state land', question: 'Who may grant it?', opinion: 'The council.' };
  const { data: begun } = await as('JUS', 'CLERK').run(operations.DraftLegalOpinion, { input });
  const documentId = begun.draftLegalOpinion?.document?.id ?? '';
  await as('JUS', 'SIGNATORY').run(operations.SignDocument, { input: { documentId } });
  await as('JUS', 'REGISTRAR').run(operations.RegisterDocument, { input: { documentId } });
  const { data: sent } = await as('JUS', 'REGISTRAR').run(operations.DispatchDocument, { input: { documentId, to: ['FIN'] } });
  const consignmentId = sent.dispatchDocument?.dispatch?.consignments[0]?.id ?? '';
  const stateNow = async () => (await as('FIN', 'REGISTRAR').run(operations.Consignment, { id: consignmentId })).data.consignment?.state;
  await expect.poll(stateNow, { timeout: 20_000 }).toBe('DELIVERED');
  const command = { consignmentId, requestId: randomUUID() };
  const first = await as('FIN', 'REGISTRAR').run(operations.RegisterConsignment, { input: command });
  const again = await as('FIN', 'REGISTRAR').run(operations.RegisterConsignment, { input: command });
  const { data, traceId } = await as('FIN', 'REGISTRAR').run(operations.Document, { id: documentId });

  expect(first.data.registerConsignment?.incomingNumber).toEqual(expect.any(String));
  expect(again.data).toEqual(first.data);
  expect(data.document).toMatchObject({ title: input.title, content: { __typename: 'LegalOpinion', question: input.question } });
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
});

test('what the rules refuse is thrown with its code and its clause', async () => {
  const { id: documentId } = await drafted(circuit.desk());
  const refused = as('JUS', 'CLERK').run(operations.SignDocument, { input: { documentId } });
  await expect(refused).rejects.toBeInstanceOf(ChanceryError);
  await expect(refused).rejects.toMatchObject({
    code: 'DUTY_REQUIRED',
    clause: '2.3.2',
    path: ['signDocument'],
    traceId: expect.any(String),
  });

  const nobody = createClient({ url: circuit.graphql });
  await expect(nobody.run(operations.Me)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', clause: '2.1' });
  const wrong = createClient({ url: circuit.graphql, token: 'none' });
  await expect(wrong.run(operations.Me)).rejects.toMatchObject({ code: 'TOKEN_INVALID', status: 401 });
  const stale = { ...operations.Me, id: '0'.repeat(64) };
  await expect(as('JUS', 'CLERK').run(stale)).rejects.toMatchObject({ code: 'PERSISTED_OPERATION_NOT_FOUND', status: 404 });
});

test('a list is read page by page, each row once', async () => {
  for (const _ of [1, 2, 3]) await delivered(circuit.desk());
  const { data } = await as('FIN', 'REGISTRAR').run(operations.Inbox, { institution: 'FIN', first: 100 });
  const all = data.inbox?.edges.map(({ node }) => node?.id) ?? [];
  const read: (string | undefined)[] = [];
  const sizes: number[] = [];
  for await (const { data: page, errors } of as('FIN', 'REGISTRAR').pages(
    operations.Inbox,
    { institution: 'FIN', first: 2 },
    ({ inbox }) => inbox,
  )) {
    expect(errors).toEqual([]);
    sizes.push(page.edges.length);
    read.push(...page.edges.map(({ node }) => node?.id));
  }

  expect(all.length).toBeGreaterThanOrEqual(3);
  expect(read).toEqual(all);
  expect(Math.max(...sizes)).toBe(2);
});

test('where an institution is away the rest is there, and the cards of its documents say as of when', async () => {
  const { id } = await delivered(circuit.desk());
  const cards = async () =>
    (await as('FIN', 'REGISTRAR').run(operations.Documents, { first: 100 })).data.documents?.edges.map(({ node }) => node?.id);
  await expect.poll(cards, { timeout: 20_000 }).toContain(id);
  await circuit.services.stop('justice');
  const history = await as('FIN', 'REGISTRAR').run(operations.DocumentHistory, { id });
  const listed = await as('FIN', 'REGISTRAR').run(operations.Documents, { first: 100 });
  const gone = as('FIN', 'REGISTRAR').run(operations.Document, { id });

  expect(history.data.document?.auditEntries?.length).toBeGreaterThan(0);
  expect(history.asOf).toEqual([{ path: ['document'], at: expect.any(String) }]);
  expect(listed.data.documents?.totalCount).toBeGreaterThan(0);
  expect(listed.errors.map(({ code, institution }) => [code, institution])).toContainEqual(['INSTITUTION_UNAVAILABLE', 'JUS']);
  await expect(gone).rejects.toMatchObject({ code: 'INSTITUTION_UNAVAILABLE', institution: 'JUS', since: expect.any(String) });
  await circuit.services.start('justice');
});
