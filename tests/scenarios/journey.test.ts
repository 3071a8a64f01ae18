import { settled } from '@chancery/circuit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anOpinion } from '../kit/builders.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import type { Who } from '../kit/who.ts';

let circuit: TestCircuit;
beforeAll(async () => {
  circuit = await startTestCircuit();
});
afterAll(() => circuit?.close());

const clerk: Who = { institution: 'JUS', duty: 'CLERK' };
const signatory: Who = { institution: 'JUS', duty: 'SIGNATORY' };
const registrar: Who = { institution: 'JUS', duty: 'REGISTRAR' };
const recipient = { institution: 'FIN', duty: 'REGISTRAR' } as const;
const chief: Who = { institution: 'FIN', duty: 'SIGNATORY' };
const executor: Who = { institution: 'FIN', duty: 'EXECUTOR' };
const analyst: Who = { institution: 'EXC', duty: 'ANALYST' };
const auditor: Who = { institution: 'EXC', duty: 'AUDITOR' };

/** The answer to an operation that must not meet any error. */
async function told(as: Who, query: string, variables: object = {}): Promise<unknown> {
  const { data, errors, headers } = await circuit.ask(query, variables, { as });
  expect(errors).toEqual([]);
  expect(headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/);
  return data;
}

let documentId = '';
let consignmentId = '';

test('a clerk of the Ministry of Justice drafts a legal opinion', async () => {
  const { data, errors } = await circuit.ask<{ draftLegalOpinion: { document: { id: string } } }>(
    `mutation Draft($input: DraftLegalOpinionInput!) {
      draftLegalOpinion(input: $input) { document { id status title kind access institution { code name } author { name } } }
    }`,
    { input: anOpinion() },
    { as: clerk },
  );
  expect(errors).toEqual([]);
  expect(data?.draftLegalOpinion.document).toMatchObject({
    status: 'DRAFT',
    kind: 'LegalOpinion',
    access: 'INTERNAL',
    title: anOpinion().title,
    institution: { code: 'JUS', name: 'Ministry of Justice' },
    author: { name: 'Nadiia Kovalenko' },
  });
  documentId = data?.draftLegalOpinion.document.id ?? '';
  expect(documentId).toMatch(/^JUS:LegalOpinion:[0-9A-Z]{26}$/);
});

test('nobody outside the ministry knows of the draft', async () => {
  const query = 'query Draft($id: ID!) { document(id: $id) { title } }';
  const { data, errors } = await circuit.ask(query, { id: documentId }, { as: recipient });
  expect(data).toEqual({ document: null });
  expect(errors[0]?.extensions).toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
});

test('the signatory signs, the registrar registers, and both read what they wrote', async () => {
  const signing =
    'mutation Sign($input: SignDocumentInput!) { signDocument(input: $input) { document { status signatures { name duty digest } } } }';
  expect(await told(signatory, signing, { input: { documentId } })).toMatchObject({
    signDocument: { document: { status: 'SIGNED', signatures: [{ name: 'Ihor Shevchuk', duty: 'SIGNATORY' }] } },
  });
  const registering = `mutation Register($input: RegisterDocumentInput!) {
    registerDocument(input: $input) {
      document { title status outgoingNumber content { ... on LegalOpinion { question legalBasis } } }
      outgoingNumber
    }
  }`;
  const outgoingNumber = expect.stringMatching(/^JUS-\d{4}\/000001$/);
  expect(await told(registrar, registering, { input: { documentId } })).toEqual({
    registerDocument: {
      document: {
        title: anOpinion().title,
        status: 'REGISTERED',
        outgoingNumber,
        content: { question: anOpinion().question, legalBasis: anOpinion().legalBasis },
      },
      outgoingNumber,
    },
  });
});

test('the registrar dispatches it, and it is delivered with a sealed receipt', async () => {
  const { data, errors } = await circuit.ask<{ dispatchDocument: { dispatch: { consignments: { id: string }[] } } }>(
    `mutation Dispatch($input: DispatchDocumentInput!) {
      dispatchDocument(input: $input) { dispatch { id consignments { id state to { code } } } }
    }`,
    { input: { documentId, to: ['FIN'] } },
    { as: registrar },
  );
  expect(errors).toEqual([]);
  expect(data?.dispatchDocument.dispatch.consignments).toMatchObject([{ to: { code: 'FIN' } }]);
  consignmentId = data?.dispatchDocument.dispatch.consignments[0]?.id ?? '';
  expect(await settled(circuit.gateway, circuit.desk().cast('JUS', 'REGISTRAR'), consignmentId)).toBe('DELIVERED');
  const standing = `query Standing($id: ID!) {
    consignment(id: $id) { state deliveredAt attempts { number outcome } receipt { institution { code } jws } from { name } document { title } }
  }`;
  expect(await told(registrar, standing, { id: consignmentId })).toMatchObject({
    consignment: {
      state: 'DELIVERED',
      attempts: [{ number: 1, outcome: 'DELIVERED' }],
      receipt: { institution: { code: 'FIN' } },
      from: { name: 'Ministry of Justice' },
      document: { title: anOpinion().title },
    },
  });
});

test('the recipient finds it in the inbox and registers it', async () => {
  const looking = `query Inbox { inbox(institution: "FIN", state: [DELIVERED]) {
    totalCount edges { node { id state copy { title kind author { code } outgoingNumber signatures { name } } } }
  } }`;
  expect(await told(recipient, looking)).toMatchObject({
    inbox: {
      totalCount: 1,
      edges: [
        {
          node: {
            id: consignmentId,
            state: 'DELIVERED',
            copy: { title: anOpinion().title, kind: 'LegalOpinion', author: { code: 'JUS' }, signatures: [{ name: 'Ihor Shevchuk' }] },
          },
        },
      ],
    },
  });
  const registering = `mutation Register($input: RegisterConsignmentInput!) {
    registerConsignment(input: $input) { consignment { state to { name } document { title } } incomingNumber }
  }`;
  expect(await told(recipient, registering, { input: { consignmentId } })).toEqual({
    registerConsignment: {
      consignment: { state: 'REGISTERED', to: { name: 'Ministry of Finance' }, document: { title: anOpinion().title } },
      incomingNumber: expect.stringMatching(/^FIN-IN-\d{4}\/000001$/),
    },
  });
});

test('a resolution is issued and executed, and both sides file', async () => {
  const by = circuit.desk().cast('FIN', 'EXECUTOR').official;
  const resolution = { consignmentId, executor: by, instruction: 'Adapt the plan.', decision: 'Accepted', decidedOn: '2026-10-12' };
  const resolving = `mutation Resolve($input: IssueResolutionInput!) {
    issueResolution(input: $input) { consignment { resolution { instruction decision decidedOn executor { name } issuedBy { name } } } }
  }`;
  expect(await told(chief, resolving, { input: resolution })).toMatchObject({
    issueResolution: {
      consignment: { resolution: { decision: 'Accepted', executor: { name: 'Serhii Kravets' }, issuedBy: { name: 'Tetiana Rudenko' } } },
    },
  });
  const reporting = `mutation Report($input: ReportExecutionInput!) {
    reportExecution(input: $input) { consignment { resolution { report executedAt } } }
  }`;
  expect(await told(executor, reporting, { input: { consignmentId, report: 'The plan is adapted.' } })).toMatchObject({
    reportExecution: { consignment: { resolution: { report: 'The plan is adapted.', executedAt: expect.any(String) } } },
  });
  const filing = 'mutation File($input: FileConsignmentInput!) { fileConsignment(input: $input) { consignment { caseFile filedAt } } }';
  expect(await told(recipient, filing, { input: { consignmentId, caseFile: '11-03' } })).toMatchObject({
    fileConsignment: { consignment: { caseFile: '11-03' } },
  });
  const filingOwn = 'mutation FileOwn($input: FileDocumentInput!) { fileDocument(input: $input) { document { status caseFile } } }';
  expect(await told(registrar, filingOwn, { input: { documentId, caseFile: '04-12' } })).toEqual({
    fileDocument: { document: { status: 'FILED', caseFile: '04-12' } },
  });
});

test('an analyst asks one question about all of it', async () => {
  const question = `query Analysis {
    documents(filter: { institution: ["JUS", "FIN"] }) { totalCount edges { node { title status institution { name } } } }
    exchangeStatistics(groupBy: [SENDER, RECIPIENT, STATE, DECISION, YEAR]) { keys count medianDaysToDecision }
  }`;
  await expect
    .poll(() => told(analyst, question), { timeout: 5_000 })
    .toMatchObject({
      documents: {
        totalCount: 1,
        edges: [{ node: { title: anOpinion().title, status: 'FILED', institution: { name: 'Ministry of Justice' } } }],
      },
      exchangeStatistics: [{ keys: ['JUS', 'FIN', 'REGISTERED', 'Accepted', '2026'], count: 1, medianDaysToDecision: 7 }],
    });
});

test('an auditor finds every act on record, each with its trace', async () => {
  const question = `query Audit($id: ID!) {
    auditEntries(filter: { documentId: $id }, first: 100) { edges { node { act place outcome traceId official { name } } } }
  }`;
  const acts = ['signDocument', 'registerDocument', 'dispatchDocument', 'fileDocument'];
  await expect
    .poll(() => told(auditor, question, { id: documentId }), { timeout: 5_000 })
    .toMatchObject({
      auditEntries: {
        edges: expect.arrayContaining(acts.map((act) => ({ node: expect.objectContaining({ act, outcome: 'DONE' }) }))),
      },
    });
});
