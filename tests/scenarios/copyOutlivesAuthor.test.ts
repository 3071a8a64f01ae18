import { fileConsignment, issueResolution, registerConsignment, reportExecution } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anOpinion } from '../kit/builders.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { everythingFollowed } from '../kit/followedFeeds.ts';
import { delivered, registered, type Travelling, type Written } from '../kit/walks.ts';

const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;
const author = { institution: 'JUS', duty: 'REGISTRAR' } as const;
const away = { code: 'INSTITUTION_UNAVAILABLE', clause: '1.8', institution: 'JUS', since: expect.stringMatching(/^\d{4}-.*Z$/) };

let circuit: TestCircuit;
let opinion: Travelling;
let other: Written;
beforeAll(async () => {
  circuit = await startTestCircuit();
  opinion = await delivered(circuit.desk());
  other = await registered(circuit.desk(), { institution: 'MOH', kind: 'LicenceNotice', facts: { access: 'PUBLIC' } });
  await everythingFollowed(circuit);
  await circuit.services.stop('justice');
});
afterAll(() => circuit?.close());

const copy = `copy {
  documentId title abstract kind author { code name } access documentDate outgoingNumber registeredAt content
  signatures { name duty signedAt digest value official { id name } }
}`;

describe("with the author's perimeter away", () => {
  test('the recipient reads its own copy: card, content and signatures', async () => {
    const query = `query Copy($id: ID!) { consignment(id: $id) { state from { name } to { name } deliveredAt attempts { outcome } receipt { digest } ${copy} } }`;
    const { data, errors } = await circuit.ask(query, { id: opinion.sent.id }, { as: recipient });
    expect(errors).toEqual([]);
    const { title, documentDate, ...content } = anOpinion();
    expect(data).toMatchObject({
      consignment: {
        state: 'DELIVERED',
        from: { name: 'Ministry of Justice' },
        to: { name: 'Ministry of Finance' },
        receipt: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
        copy: {
          documentId: opinion.id,
          title,
          documentDate,
          content,
          kind: 'LegalOpinion',
          author: { code: 'JUS', name: 'Ministry of Justice' },
          outgoingNumber: expect.stringMatching(/^JUS-\d{4}\/\d{6}$/),
          signatures: [{ name: 'Ihor Shevchuk', duty: 'SIGNATORY', official: { name: 'Ihor Shevchuk' } }],
        },
      },
    });
  });

  test('the copy says what the receipt was sealed over', async () => {
    const query = `query Digests($id: ID!) { consignment(id: $id) { receipt { digest } ${copy} } }`;
    type Data = { consignment: { receipt: { digest: string }; copy: { signatures: { digest: string }[] } } };
    const { data } = await circuit.ask<Data>(query, { id: opinion.sent.id }, { as: recipient });
    expect(data?.consignment.copy.signatures.map(({ digest }) => digest)).toEqual([data?.consignment.receipt.digest]);
  });

  test('the inbox shows it, and misses only what is at the author', async () => {
    const query = `query Inbox { inbox(institution: "FIN") { totalCount edges { node { id state copy { title } document { title } } } } }`;
    const { data, errors } = await circuit.ask(query, {}, { as: recipient });
    expect(data).toEqual({
      inbox: {
        totalCount: 1,
        edges: [{ node: { id: opinion.sent.id, state: 'DELIVERED', copy: { title: anOpinion().title }, document: null } }],
      },
    });
    expect(errors.map(({ extensions }) => extensions)).toEqual([away]);
  });

  test('the document itself is missing, and it is said whose it is', async () => {
    const query = 'query One($id: ID!, $other: ID!) { document(id: $id) { title } other: document(id: $other) { title status } }';
    const { data, errors } = await circuit.ask(query, { id: opinion.id, other: other.id }, { as: recipient });
    expect(data).toEqual({ document: null, other: { title: expect.any(String), status: 'REGISTERED' } });
    expect(errors).toMatchObject([{ path: ['document'], extensions: away }]);
  });

  test('a list misses the documents of the author, and has those of all others', async () => {
    const query = `query List { documents(orderBy: OLDEST_FIRST) { totalCount edges { node { id title content { ... on LicenceNotice { holder } ... on LegalOpinion { opinion } } } } } }`;
    type Data = { documents: { totalCount: number; edges: { node: { id: string } | null }[] } };
    const { data, errors } = await circuit.ask<Data>(query, {}, { as: recipient });
    expect(data?.documents.totalCount).toBe(2);
    expect(data?.documents.edges.map(({ node }) => node)).toEqual([
      null,
      { id: other.id, title: expect.any(String), content: { holder: expect.any(String) } },
    ]);
    expect(errors.length).toBeGreaterThan(0);
    for (const { extensions, message } of errors) {
      expect(extensions).toEqual(away);
      expect(message).toBe('The institution does not answer; try again later.');
    }
  });

  test('the recipient registers, resolves, executes and files it', async () => {
    const desk = circuit.desk();
    await registerConsignment(desk, opinion.sent);
    await issueResolution(desk, opinion.sent, { instruction: 'Adapt the plan.', decision: 'Accepted', decidedOn: '2026-11-20' });
    await reportExecution(desk, opinion.sent, 'The plan is adapted.');
    await fileConsignment(desk, opinion.sent, '11-03');
    const query = `query Filed($id: ID!) { consignment(id: $id) { state incomingNumber caseFile resolution { decision report } copy { title } } }`;
    await expect
      .poll(async () => (await circuit.ask(query, { id: opinion.sent.id }, { as: recipient })).data, { timeout: 5_000 })
      .toEqual({
        consignment: {
          state: 'REGISTERED',
          incomingNumber: expect.stringMatching(/^FIN-IN-\d{4}\/000001$/),
          caseFile: '11-03',
          resolution: { decision: 'Accepted', report: 'The plan is adapted.' },
          copy: { title: anOpinion().title },
        },
      });
  });

  test('its registrar cannot act, and is told so; nothing is left half done', async () => {
    const file = 'mutation File($input: FileDocumentInput!) { fileDocument(input: $input) { document { status } } }';
    const filed = await circuit.ask(file, { input: { documentId: opinion.id, caseFile: '04-12' } }, { as: author });
    expect(filed.data).toEqual({ fileDocument: null });
    expect(filed.errors.map(({ extensions }) => extensions)).toEqual([away]);
    const send = 'mutation Send($input: DispatchDocumentInput!) { dispatchDocument(input: $input) { dispatch { id } } }';
    const sent = await circuit.ask(send, { input: { documentId: opinion.id, to: ['MOH'] } }, { as: author });
    expect(sent.data).toEqual({ dispatchDocument: null });
    expect(sent.errors.map(({ extensions }) => extensions?.code)).toEqual(['INSTITUTION_UNAVAILABLE']);
  });

  test('and when it is back, everything is there', async () => {
    await circuit.services.start('justice');
    const query = 'query Back($id: ID!) { document(id: $id) { title status consignments { state document { id } } } }';
    const { data, errors } = await circuit.ask(query, { id: opinion.id }, { as: author });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      document: { title: anOpinion().title, status: 'REGISTERED', consignments: [{ state: 'REGISTERED', document: { id: opinion.id } }] },
    });
  });
});
