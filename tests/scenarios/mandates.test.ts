import { type ServiceName, services } from '@chancery/circuit';
import { type Caller, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { issueMandate } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { badMandates, mandateFaults } from '../kit/badMandates.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { delivered, type Travelling } from '../kit/walks.ts';

let circuit: TestCircuit;
let letter: Travelling;
beforeAll(async () => {
  circuit = await startTestCircuit();
  letter = await delivered(circuit.desk(), { institution: 'NAR', kind: 'OfficialLetter' });
});
afterAll(() => circuit?.close());

const subgraphs = services.map(({ name }) => name).filter((name) => name !== 'gateway');

/** A registrar of the Ministry of Health: a third party to everything here. */
const stranger: Caller = {
  official: parseOfficialId('MOH:m.sydorenko'),
  institution: parseInstitutionCode('MOH'),
  duties: ['REGISTRAR'],
  clearance: true,
};

interface Reply {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

async function post(name: ServiceName, authorization: string | null, query = '{ __typename }', variables: object = {}): Promise<Reply> {
  const headers = { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) };
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${circuit.registry.entry(name).url}/graphql`, { method: 'POST', headers, body });
  return { status: response.status, ...((await response.json()) as object) };
}

const codesOf = ({ errors = [] }: Reply): readonly string[] => errors.map(({ extensions }) => extensions.code);

type Speaks = ServiceName | 'circuit';
const mandate = async (audience: ServiceName, by: Speaks = 'gateway', caller: Caller | null = stranger): Promise<string> =>
  `Mandate ${await issueMandate(circuit.identity(by), { audience, caller, record: null, operation: null })}`;

describe.each(subgraphs)('%s', (name) => {
  const unauthenticated = { status: 401, error: 'UNAUTHENTICATED' };

  test('answers 401 to no mandate', async () => {
    expect(await post(name, null)).toEqual(unauthenticated);
  });

  test.each(['Bearer', 'Mandate'])('answers 401 to a token of an official as %s', async (scheme) => {
    expect(await post(name, `${scheme} ${await circuit.token('JUS:o.petrenko')}`)).toEqual(unauthenticated);
  });

  test.each(mandateFaults)('answers 401 to %s', async (fault) => {
    expect(await post(name, await badMandates(circuit.identity('gateway'), stranger, name)[fault]())).toEqual(unauthenticated);
  });

  test('answers 401 to who asks for its events without a mandate, and tells anybody that it is well', async () => {
    const { url } = circuit.registry.entry(name);
    expect((await fetch(`${url}/events?after=0&first=10&wait=0`)).status).toBe(401);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('a service with a true mandate (§1.3)', () => {
  const document = '{ document(id: "NAR:OfficialLetter:01JD0000000000000000000000") { id } }';
  const release = 'mutation { releaseDocument(input: { dispatchId: "x", documentId: "x", to: [] }) { bundle } }';

  test.each<readonly [string, ServiceName, Speaks, string]>([
    ['a perimeter does not read at another', 'finance', 'justice', document],
    ['a perimeter does not read at itself', 'justice', 'justice', document],
    ['the exchange does not read documents', 'hosted', 'exchange', document],
    ['the gateway does not release documents', 'hosted', 'gateway', release],
    ['a perimeter does not release documents of another', 'hosted', 'justice', release],
    [
      'a perimeter does not enrol officials',
      'directory',
      'justice',
      'mutation { enrol(input: { institutions: [], officials: [] }) { version } }',
    ],
    [
      'the gateway does not enrol officials',
      'directory',
      'gateway',
      'mutation { enrol(input: { institutions: [], officials: [] }) { version } }',
    ],
    [
      'a perimeter writes nothing on the audit trail',
      'audit',
      'justice',
      'mutation { appendAuditEntries(input: { entries: [] }) { appended } }',
    ],
  ])('%s', async (_, name, by, query) => {
    expect(codesOf(await post(name, await mandate(name, by), query))).toEqual(['UNAUTHENTICATED']);
  });

  test('does not read for nobody', async () => {
    expect(codesOf(await post('hosted', await mandate('hosted', 'gateway', null), `{ document(id: "${letter.id}") { id } }`))).toEqual([
      'UNAUTHENTICATED',
    ]);
  });

  test('does not follow the events of another perimeter', async () => {
    const headers = { authorization: await mandate('finance', 'justice', null) };
    expect((await fetch(`${circuit.registry.entry('finance').url}/events?after=0&first=1&wait=0`, { headers })).status).toBe(403);
  });
});

describe('an entity fetched directly for a third party (§3.1, §3.2)', () => {
  const fetched = async (name: ServiceName, type: string, id: string, fields: string): Promise<Reply> => {
    const query = `query Of($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${fields} } } }`;
    return post(name, await mandate(name), query, { of: [{ __typename: type, id }] });
  };

  test('is refused by its owner: card, content, consignment and dispatch', async () => {
    expect(codesOf(await fetched('hosted', 'Document', letter.id, 'title'))).toEqual(['DOCUMENT_NOT_FOUND']);
    expect(codesOf(await fetched('hosted', 'OfficialLetter', letter.id, 'body'))).toEqual(['DOCUMENT_NOT_FOUND']);
    expect(codesOf(await fetched('exchange', 'Consignment', letter.sent.id, 'state'))).toEqual(['CONSIGNMENT_NOT_FOUND']);
  });

  test('holds nothing of what others add to it', async () => {
    const of = (entity: object | null) => ({ status: 200, data: { _entities: [entity] } });
    expect(await fetched('exchange', 'Document', letter.id, 'consignments { id }')).toEqual(of({ consignments: [] }));
    expect(await fetched('audit', 'Document', letter.id, 'auditEntries { id }')).toEqual(of({ auditEntries: null }));
    expect(await fetched('finance', 'Consignment', letter.sent.id, 'incomingNumber copy { title } caseFile')).toEqual(
      of({ incomingNumber: null, copy: null, caseFile: null }),
    );
  });
});
