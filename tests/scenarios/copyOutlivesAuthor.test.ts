import { fileConsignment, issueResolution, registerConsignment, reportExecution } from '@chancery/circuit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anOpinion } from '../kit/builders.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { everythingFollowed } from '../kit/followedFeeds.ts';
import { delivered, registered, type Travelling, type Written } from '../kit/walks.ts';

const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;
const author = { institution: 'JUS', duty: 'REGISTRAR' } as const;
const away = { code: 'INSTITUTION_UNAVAILABLE', clause: '1.8', institution: 'JUS', since: expect.stringMatching(/^20\d\d-.*Z$/) };
/** The marks of what was taken from the catalogue, at these places. */
const asOf = (...places: readonly (readonly (string | number)[])[]) => ({
  asOf: places.map((path) => ({ path, at: expect.stringMatching(/^20\d\d-.*Z$/) })),
});

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

  test('the inbox shows it, with its card from the catalogue', async () => {
    const query = `query Inbox { inbox(institution: "FIN") { totalCount edges { node { id state copy { title } document { title } } } } }`;
    const { data, errors, extensions } = await circuit.ask(query, {}, { as: recipient });
    expect(errors).toEqual([]);
    const { title } = anOpinion();
    expect(data).toEqual({
      inbox: { totalCount: 1, edges: [{ node: { id: opinion.sent.id, state: 'DELIVERED', copy: { title }, document: { title } } }] },
    });
    expect(extensions).toEqual(asOf(['inbox', 'edges', 0, 'node', 'document']));
  });

  const one = `query One($id: ID!, $other: ID!) {
    document(id: $id) { ...Card institution { name } consignments { state to { code } } }
    other: document(id: $other) { title status }
  }
  fragment Card on Document { called: title kind status access documentDate outgoingNumber institution { code } }`;

  test('the document has its card from the catalogue, marked, and what others say of it', async () => {
    const before = new Date().toISOString();
    const { data, errors, extensions } = await circuit.ask<object>(one, { id: opinion.id, other: other.id }, { as: recipient });
    expect(errors).toEqual([]);
    const { title, documentDate } = anOpinion();
    expect(data).toEqual({
      document: {
        called: title,
        kind: 'LegalOpinion',
        status: 'REGISTERED',
        access: 'INTERNAL',
        documentDate,
        outgoingNumber: expect.stringMatching(/^JUS-\d{4}\/\d{6}$/),
        institution: { code: 'JUS', name: 'Ministry of Justice' },
        consignments: [{ state: 'DELIVERED', to: { code: 'FIN' } }],
      },
      other: { title: expect.any(String), status: 'REGISTERED' },
    });
    expect(extensions).toEqual(asOf(['document']));
    const [mark] = extensions.asOf as readonly { readonly at: string }[];
    expect(mark !== undefined && mark.at < before).toBe(true);
  });

  test('what only its author knows is missing, and it is said whose it is and since when', async () => {
    const query = 'query Rest($id: ID!) { document(id: $id) { title abstract content { ... on LegalOpinion { opinion } } } }';
    const { data, errors, extensions } = await circuit.ask(query, { id: opinion.id }, { as: recipient });
    expect(data).toMatchObject({ document: { title: anOpinion().title, abstract: null } });
    expect(JSON.stringify(data)).not.toContain(anOpinion().opinion);
    expect(errors.map(({ path, extensions: told }) => [path, told])).toEqual([
      [['document', 'abstract'], away],
      [['document', 'content'], away],
    ]);
    expect(extensions).toEqual(asOf(['document']));
  });

  test('the whole of it is missing where something is asked that must be there and is on no card', async () => {
    const query = 'query Signed($id: ID!) { document(id: $id) { title signatures { name } } }';
    const { data, errors, extensions } = await circuit.ask(query, { id: opinion.id }, { as: recipient });
    expect(data).toEqual({ document: null });
    expect(errors).toMatchObject([{ path: ['document'], extensions: away }]);
    expect(extensions).toEqual({});
  });

  test('who may not know of it learns no more than that its institution is away', async () => {
    const stranger = { institution: 'MOH', duty: 'REGISTRAR' } as const;
    const made = { id: 'JUS:LegalOpinion:01JD0000000000000000000001', other: other.id };
    const [real, invented] = await Promise.all(
      [{ id: opinion.id, other: other.id }, made].map((asked) => circuit.ask(one, asked, { as: stranger })),
    );
    expect(real?.data).toMatchObject({ document: null, other: { status: 'REGISTERED' } });
    expect(real?.errors).toMatchObject([{ path: ['document'], extensions: away }]);
    expect([real?.data, real?.errors, real?.extensions]).toEqual([invented?.data, invented?.errors, {}]);
  });

  test('a list has the cards of the author, and misses their content; it has all of those of others', async () => {
    const query = `query List { documents(orderBy: OLDEST_FIRST) { totalCount edges { node { id title content { ... on LicenceNotice { holder } ... on LegalOpinion { opinion } } } } } }`;
    type Data = { documents: { totalCount: number; edges: { node: { id: string } | null }[] } };
    const { data, errors, extensions } = await circuit.ask<Data>(query, {}, { as: recipient });
    expect(data?.documents.totalCount).toBe(2);
    expect(data?.documents.edges.map(({ node }) => node)).toMatchObject([
      { id: opinion.id, title: anOpinion().title },
      { id: other.id, title: expect.any(String), content: { holder: expect.any(String) } },
    ]);
    expect(JSON.stringify(data)).not.toContain(anOpinion().opinion);
    expect(extensions).toEqual(asOf(['documents', 'edges', 0, 'node']));
    expect(errors).toMatchObject([
      {
        message: 'The institution does not answer; try again later.',
        path: ['documents', 'edges', 0, 'node', 'content'],
        extensions: away,
      },
    ]);
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
