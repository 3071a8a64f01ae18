import { command, dispatch, registerConsignment, type Sent, settled } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { everythingFollowed } from '../kit/followedFeeds.ts';
import { registered } from '../kit/walks.ts';
import type { Who } from '../kit/who.ts';

const sender: Who = { institution: 'JUS', duty: 'REGISTRAR' };
const finance: Who = { institution: 'FIN', duty: 'REGISTRAR' };
const health: Who = { institution: 'MOH', duty: 'REGISTRAR' };

let circuit: TestCircuit;
let documentId: string;
let consignments: Readonly<Record<string, Sent>>;
/** The answer of the Ministry of Finance, sent to the Ministries of Justice and of Health. */
let replies: Readonly<Record<string, Sent>>;
beforeAll(async () => {
  circuit = await startTestCircuit();
  const desk = circuit.desk();
  ({ id: documentId } = await registered(desk));
  consignments = byAddressee(await dispatch(desk, 'JUS', documentId, ['FIN', 'MOH']));
  await arrived(consignments, 'JUS');
  await registerConsignment(desk, consignments.MOH as Sent);
  const { id } = await registered(circuit.desk(), { institution: 'FIN', kind: 'BudgetRequest' });
  const input = { documentId: id, to: ['JUS', 'MOH'], inReplyTo: consignments.FIN?.id, requestId: 'reply' };
  type Payload = { readonly dispatch: { readonly consignments: readonly Sent[] } };
  const selection = 'dispatch { consignments { id to { code } } }';
  const by = desk.cast('FIN', 'REGISTRAR');
  replies = byAddressee((await command<Payload>(desk.client, by, 'dispatchDocument', input, selection)).dispatch.consignments);
  await arrived(replies, 'FIN');
  await everythingFollowed(circuit);
}, 60_000);
afterAll(() => circuit?.close());

const byAddressee = (sent: readonly Sent[]): Readonly<Record<string, Sent>> => Object.fromEntries(sent.map((each) => [each.to.code, each]));

async function arrived(sent: Readonly<Record<string, Sent>>, institution: string): Promise<void> {
  const by = circuit.desk().cast(institution, 'REGISTRAR');
  await Promise.all(Object.values(sent).map(({ id }) => settled(circuit.gateway, by, id)));
}

describe('of a dispatch to two addressees (§3.2)', () => {
  const query = `query Way($id: ID!, $own: ID!) {
    document(id: $id) { consignments { to { code } } auditEntries(last: 200) { act consignmentId institution { code } } }
    consignment(id: $own) { dispatch { consignments { to { code } } } }
  }`;
  interface Way {
    readonly document: {
      readonly consignments: readonly { readonly to: { readonly code: string } }[];
      readonly auditEntries: readonly {
        readonly act: string;
        readonly consignmentId: string | null;
        readonly institution: { readonly code: string } | null;
      }[];
    };
    readonly consignment: { readonly dispatch: { readonly consignments: readonly { readonly to: { readonly code: string } }[] } };
  }
  const way = async (as: Who, own: string): Promise<Way> => {
    const { data, errors } = await circuit.ask<Way>(query, { id: documentId, own: consignments[own]?.id }, { as });
    expect(errors).toEqual([]);
    return data as Way;
  };
  const codes = (sent: readonly { readonly to: { readonly code: string } }[]): readonly string[] =>
    sent.map(({ to }) => to.code).toSorted();

  test('the sender sees both ways', async () => {
    const { document, consignment } = await way(sender, 'FIN');
    expect(codes(document.consignments)).toEqual(['FIN', 'MOH']);
    expect(codes(consignment.dispatch.consignments)).toEqual(['FIN', 'MOH']);
    expect(document.auditEntries.map(({ institution }) => institution?.code)).toContain('MOH');
  });

  test('each addressee sees its own way, and nothing of the other', async () => {
    const { document, consignment } = await way(finance, 'FIN');
    expect(codes(document.consignments)).toEqual(['FIN']);
    expect(codes(consignment.dispatch.consignments)).toEqual(['FIN']);
    const told = document.auditEntries.flatMap(({ consignmentId, institution }) => [consignmentId, institution?.code]);
    expect(told.filter((each) => each?.startsWith('MOH'))).toEqual([]);
    const other = await circuit.ask(
      'query Other($id: ID!) { consignment(id: $id) { state } }',
      { id: consignments.MOH?.id },
      { as: finance },
    );
    expect(other.errors.map(({ extensions }) => extensions?.code)).toEqual(['CONSIGNMENT_NOT_FOUND']);
  });

  test('no addressee finds the dispatch by its id', async () => {
    type Data = { readonly consignment: { readonly dispatch: { readonly id: string } } };
    const own = 'query Own($id: ID!) { consignment(id: $id) { dispatch { id } } }';
    const { data } = await circuit.ask<Data>(own, { id: consignments.FIN?.id }, { as: finance });
    const question = 'query Dispatch($id: ID!) { dispatch(id: $id) { id } }';
    const id = data?.consignment.dispatch.id;
    expect((await circuit.ask(question, { id }, { as: sender })).data).toEqual({ dispatch: { id } });
    const asked = await circuit.ask(question, { id }, { as: finance });
    expect(asked.data).toEqual({ dispatch: null });
    expect(asked.errors.map(({ extensions }) => extensions?.code)).toEqual(['DISPATCH_NOT_FOUND']);
  });
});

describe('of a reply', () => {
  const query = 'query Reply($id: ID!) { consignment(id: $id) { dispatch { inReplyTo { id document { title } } } } }';

  test('who asked sees what it answers', async () => {
    const { data, errors } = await circuit.ask(query, { id: replies.JUS?.id }, { as: sender });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      consignment: { dispatch: { inReplyTo: { id: consignments.FIN?.id, document: { title: expect.any(String) } } } },
    });
  });

  test('another addressee does not', async () => {
    const { data, errors } = await circuit.ask(query, { id: replies.MOH?.id }, { as: health });
    expect(errors).toEqual([]);
    expect(data).toEqual({ consignment: { dispatch: { inReplyTo: null } } });
  });
});

describe('what a recipient does with a consignment (§3.4)', () => {
  const query = `query Parts($id: ID!) {
    consignment(id: $id) { state incomingNumber registeredAt copy { title } resolution { instruction } caseFile }
  }`;

  test('is the business of its sender only as far as number and time go', async () => {
    const { data, errors } = await circuit.ask(query, { id: consignments.MOH?.id }, { as: sender });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      consignment: {
        state: 'REGISTERED',
        incomingNumber: expect.stringMatching(/^MOH-IN-\d{4}\/000001$/),
        registeredAt: expect.any(String),
        copy: null,
        resolution: null,
        caseFile: null,
      },
    });
  });
});
