import { type ServiceName, services } from '@chancery/circuit';
import { type Caller, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BadlyAsked, badMandates, mandateFaults, mandateKinds } from '../kit/badMandates.ts';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { type Knocked, knock, knockAs, mandateFor, nonceOf, sessionAt } from '../kit/knock.ts';
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

type Speaks = ServiceName | 'circuit';

const doorOf = (service: ServiceName, by: Speaks = 'gateway') => ({
  url: circuit.registry.entry(service).url,
  service,
  material: circuit.identity(by).credentials.current,
});
const anything = JSON.stringify({ query: '{ __typename }' });

/** Posts an operation over the gateway's connection under whatever is said to be a mandate. */
const post = async (service: ServiceName, authorization: string | null, body = anything): Promise<Reply> =>
  replyIn(await knock({ ...doorOf(service), body, authorization }));

/** Posts it in the name of a service, under a true mandate. */
const postAs = async (service: ServiceName, by: Speaks, query: string, variables: object = {}, caller: Caller | null = stranger) =>
  replyIn(await knockAs(circuit.identity(by), { ...doorOf(service, by), body: JSON.stringify({ query, variables }) }, { caller }));

const replyIn = ({ status, body }: Knocked): Reply => ({ status, ...JSON.parse(body) });

const codesOf = ({ errors = [] }: Reply): readonly string[] => errors.map(({ extensions }) => extensions.code);

describe.each(subgraphs)('%s', (name) => {
  const unauthenticated = { status: 401, error: 'UNAUTHENTICATED' };

  test('answers 401 to no mandate', async () => {
    expect(await post(name, null)).toEqual(unauthenticated);
  });

  test.each(['Bearer', 'Mandate'])('answers 401 to a token of an official as %s', async (scheme) => {
    expect(await post(name, `${scheme} ${await circuit.token('JUS:o.petrenko')}`)).toEqual(unauthenticated);
  });

  describe.each(mandateKinds)('to mandates %s', (kind) => {
    let request: BadlyAsked;
    beforeAll(async () => {
      const session = kind === 'signed' ? null : await sessionAt(doorOf(name), circuit.identity('gateway'));
      request = { service: name, body: anything, nonce: await nonceOf(doorOf(name)), session };
    });

    test('answers once', async () => {
      const authorization = mandateFor(circuit.identity('gateway'), request, request.nonce, {}, request.session);
      expect((await post(name, authorization)).status).toBe(200);
      expect(await post(name, authorization)).toEqual(unauthenticated);
    });

    test.each(mandateFaults)('answers 401 where it is %s', async (fault) => {
      expect(await post(name, await badMandates(circuit.identity('gateway'), stranger, request)[fault]())).toEqual(unauthenticated);
    });
  });

  test('answers 401 to who asks for its events or its schema without a mandate, and tells services of the circuit that it is well', async () => {
    expect((await knock({ ...doorOf(name), method: 'GET', path: '/events?after=0&first=10&wait=0' })).status).toBe(401);
    for (const query of ['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }'])
      expect(await post(name, null, JSON.stringify({ query }))).toEqual(unauthenticated);
    expect((await knock({ ...doorOf(name), method: 'GET', path: '/healthz' })).status).toBe(200);
  });

  test('answers nobody without a certificate', async () => {
    const { ca } = circuit.identity('gateway').credentials.current;
    for (const path of ['/healthz', '/graphql', '/events'])
      await expect(knock({ ...doorOf(name), material: { ca }, method: 'GET', path })).rejects.toThrow();
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
    expect(codesOf(await postAs(name, by, query))).toEqual(['UNAUTHENTICATED']);
  });

  test('does not read for nobody', async () => {
    const query = `{ document(id: "${letter.id}") { id } }`;
    expect(codesOf(await postAs('hosted', 'gateway', query, {}, null))).toEqual(['UNAUTHENTICATED']);
  });

  test('does not follow the events of another perimeter', async () => {
    const asked = { ...doorOf('finance', 'justice'), method: 'GET', path: '/events?after=0&first=1&wait=0' } as const;
    expect((await knockAs(circuit.identity('justice'), asked)).status).toBe(403);
  });
});

describe('an entity fetched directly for a third party (§3.1, §3.2)', () => {
  const fetched = async (name: ServiceName, type: string, id: string, fields: string): Promise<Reply> => {
    const query = `query Of($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${fields} } } }`;
    return postAs(name, 'gateway', query, { of: [{ __typename: type, id }] });
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
