import { command } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { everythingFollowed } from '../kit/followedFeeds.ts';
import { holdDeliveries } from '../kit/heldDeliveries.ts';
import { registered } from '../kit/walks.ts';
import type { Who } from '../kit/who.ts';

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterAll(() => circuit?.close());

const reader: Who = { institution: 'MOH', duty: 'REGISTRAR' };
const author: Who = { institution: 'NAR', duty: 'REGISTRAR' };

const send = async (documentId: string, more: object = {}): Promise<string> => {
  const input = { documentId, to: ['MOH'], requestId: crypto.randomUUID(), ...more };
  type Payload = { readonly dispatch: { readonly consignments: readonly { readonly id: string }[] } };
  const by = circuit.desk().cast('NAR', 'REGISTRAR');
  const { dispatch } = await command<Payload>(circuit.gateway, by, 'dispatchDocument', input, 'dispatch { consignments { id } }');
  return dispatch.consignments[0]?.id ?? '';
};
const callBack = (consignmentId: string): Promise<unknown> => {
  const input = { consignmentId, reason: 'Sent too early.', requestId: crypto.randomUUID() };
  return command(circuit.gateway, circuit.desk().cast('NAR', 'REGISTRAR'), 'withdrawConsignment', input, 'consignment { id }');
};
const letter = async (): Promise<string> =>
  (await registered(circuit.desk(), { institution: 'NAR', kind: 'OfficialLetter', facts: { body: 'For one reader.' } })).id;

/** What somebody sees of a document, by its id and in lists. */
async function sight(id: string, as: Who = reader): Promise<object> {
  await everythingFollowed(circuit);
  const query = `query Sight($id: ID!) {
    document(id: $id) { content { ... on OfficialLetter { body } } auditEntries { act } }
    documents(filter: { institution: ["NAR"] }, first: 100) { totalCount edges { node { id } } }
  }`;
  type Data = {
    readonly document: { readonly content: { readonly body: string | null }; readonly auditEntries: readonly object[] | null } | null;
    readonly documents: { readonly totalCount: number; readonly edges: readonly { readonly node: { readonly id: string } | null }[] };
  };
  const { data, errors } = await circuit.ask<Data>(query, { id }, { as });
  const { document, documents } = data ?? {};
  return {
    body: document?.content.body,
    tellsActs: (document?.auditEntries?.length ?? 0) > 0,
    listed: documents?.edges.some(({ node }) => node?.id === id),
    isCountExact: documents?.totalCount === documents?.edges.length,
    codes: errors.map(({ extensions }) => extensions?.code),
  };
}

const all = { body: 'For one reader.', tellsActs: true, listed: true, isCountExact: true, codes: [] };
const nothing = { body: undefined, tellsActs: false, listed: false, isCountExact: true, codes: ['DOCUMENT_NOT_FOUND'] };

describe('an addressee reads a released document', () => {
  test('until its consignment is called back', async () => {
    const id = await letter();
    const held = await holdDeliveries(circuit.databaseUrl('exchange'), 'MOH');
    const consignmentId = await send(id);
    await held.end();
    expect(await sight(id)).toEqual(all);

    await callBack(consignmentId);
    await expect.poll(() => sight(id), { timeout: 5_000 }).toEqual(nothing);
    expect(await sight(id, author)).toEqual(all);
    const query = 'query Consignment($id: ID!) { consignment(id: $id) { state document { id title } } }';
    const { data, errors } = await circuit.ask(query, { id: consignmentId }, { as: reader });
    expect(data).toEqual({ consignment: { state: 'WITHDRAWN', document: null } });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['DOCUMENT_NOT_FOUND']);
  });

  test('as long as one of two consignments stands', async () => {
    const id = await letter();
    await send(id);
    const held = await holdDeliveries(circuit.databaseUrl('exchange'), 'MOH');
    const second = await send(id);
    await held.end();

    await callBack(second);
    await everythingFollowed(circuit);
    expect(await sight(id)).toEqual(all);
  });

  test('until its consignment expires, of which the author is told', async () => {
    const id = await letter();
    await circuit.services.stop('health');
    const consignmentId = await send(id, { expiresAt: new Date(Date.now() + 3_000) });
    const told = 'query Told { notices(institution: "NAR") { edges { node { state consignment { id state } document { id } } } } }';
    await expect
      .poll(async () => (await circuit.ask(told, {}, { as: author })).data, { timeout: 15_000, interval: 200 })
      .toEqual({
        notices: { edges: [{ node: { state: 'EXPIRED', consignment: { id: consignmentId, state: 'EXPIRED' }, document: { id } } }] },
      });
    await circuit.services.start('health');
    await expect.poll(() => sight(id), { timeout: 5_000 }).toEqual(nothing);
  });
});
