import { parseInstitutionCode } from '@chancery/domain';
import { type InstitutionEntry, Unreachable } from '@chancery/trust';
import { describe, expect, test } from 'vitest';
import type { Commission } from './commission.ts';
import { Institutions } from './institutions.ts';
import { PerimeterSource } from './perimeterSource.ts';
import type { Question, Reply } from './transport.ts';

const ulid = (n: number): string => `01JD${String(n).padStart(22, '0')}`;
const doc = (code: string, n = 1): string => `${code}:Letter:${ulid(n)}`;
const servers: Readonly<Record<string, string>> = { JUS: 'justice', FIN: 'finance', ODA: 'hosted', ODB: 'hosted' };

const entry = (code: string): InstitutionEntry | undefined =>
  servers[code] === undefined ? undefined : { code: parseInstitutionCode(code), name: code, server: servers[code], seals: [] };
const directory = { institution: entry, findInstitution: async (code: string) => entry(code) };
const routes = new Map([
  ['document', 'id'],
  ['inbox', 'institution'],
  ['signDocument', 'input.documentId'],
  ['registerConsignment', 'input.consignmentId'],
  ['perimeterExport', 'id'],
]);

interface Asked {
  readonly server: string;
  readonly question: Question;
}

/** A perimeter source over servers that a function plays, and what they were asked. */
function source(play: (asked: Asked) => Promise<Reply> | Reply = ({ server }) => ({ data: { from: server } })) {
  const asked: Asked[] = [];
  const commission: Commission = { caller: null, record: 'r', operation: null, token: null, documents: new Set() };
  const transport = {
    ask: async (server: string, question: Question) => {
      asked.push({ server, question });
      return play({ server, question });
    },
  };
  const perimeter = new PerimeterSource(routes, new Institutions(directory), transport);
  const fetch = (query: string, variables: Question['variables'] = {}) =>
    perimeter.fetch({ question: { query, variables, operationName: undefined }, commission, isInList: false });
  return { asked, fetch, commission };
}

const entitiesQuery = 'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Document { title } } }';
const represent = (...ids: readonly unknown[]) => ({ representations: ids.map((id) => ({ __typename: 'Document', id })) });
const idsIn = ({ question }: Asked): readonly string[] => (question.variables.representations as { id: string }[]).map(({ id }) => id);
const titled = (asked: Asked): Reply => ({ data: { _entities: idsIn(asked).map((id) => ({ title: id })) } });

describe('entities', () => {
  test('go to the institution in their id, one call for each server, and come back to their places', async () => {
    const { asked, fetch, commission } = source(titled);
    const ids = [doc('JUS'), doc('FIN'), doc('ODA'), doc('JUS', 2), doc('ODB')];

    expect(await fetch(entitiesQuery, represent(...ids))).toEqual({ data: { _entities: ids.map((title) => ({ title })) } });
    expect(asked.map(({ server }) => server).sort()).toEqual(['finance', 'hosted', 'justice']);
    expect([...commission.documents].sort()).toEqual([...ids].sort());
  });

  test('that are refused are refused in their places', async () => {
    const { fetch } = source((asked) =>
      asked.server === 'justice'
        ? {
            data: { _entities: [{ title: 'a' }, null] },
            errors: [{ message: 'no', path: ['_entities', 1, 'title'], extensions: { code: 'DOCUMENT_NOT_FOUND' } }],
          }
        : titled(asked),
    );
    const reply = await fetch(entitiesQuery, represent(doc('JUS'), doc('FIN'), doc('JUS', 2)));

    expect(reply.data).toEqual({ _entities: [{ title: 'a' }, { title: doc('FIN') }, null] });
    expect(reply.errors).toEqual([{ message: 'no', path: ['_entities', 2, 'title'], extensions: { code: 'DOCUMENT_NOT_FOUND' } }]);
  });

  test('of an institution that is away are missing under its name, and the rest stands', async () => {
    const { fetch } = source((asked) => {
      if (asked.server === 'hosted') throw new Unreachable('hosted', 'no connection', new Error('ECONNREFUSED 127.0.0.1:4009'));
      return titled(asked);
    });
    const reply = await fetch(entitiesQuery, represent(doc('ODA'), doc('JUS'), doc('ODB')));

    expect(reply.data).toEqual({ _entities: [null, { title: doc('JUS') }, null] });
    expect(reply.errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['_entities', 0], { code: 'INSTITUTION_UNAVAILABLE', clause: '1.8', institution: 'ODA' }],
      [['_entities', 2], { code: 'INSTITUTION_UNAVAILABLE', clause: '1.8', institution: 'ODB' }],
    ]);
    expect(JSON.stringify(reply)).not.toContain('127.0.0.1');
  });

  test('with an id of nobody are asked of nobody', async () => {
    const { asked, fetch } = source(titled);
    const reply = await fetch(entitiesQuery, represent('nonsense', doc('ZZZ'), null, 'JUS:Letter:short', `JUS:export:${ulid(1)}`));

    expect(asked).toEqual([]);
    expect(reply.errors?.map(({ path, extensions }) => [path?.[1], extensions?.code]).sort()).toEqual([
      [0, 'MALFORMED_ID'],
      [1, 'INSTITUTION_UNKNOWN'],
      [2, 'MALFORMED_ID'],
      [3, 'MALFORMED_ID'],
      [4, 'MALFORMED_ID'],
    ]);
  });

  test('that a server answers too few of are missing, not misplaced', async () => {
    const { fetch } = source(() => ({ data: { _entities: [{ title: 'only' }] } }));

    expect((await fetch(entitiesQuery, represent(doc('JUS'), doc('JUS', 2)))).data).toEqual({ _entities: [{ title: 'only' }, null] });
  });
});

describe('queries', () => {
  test('of one server go as they are', async () => {
    const query = 'query($id: ID!) { document(id: $id) { title } }';
    const { asked, fetch } = source();
    await fetch(query, { id: doc('JUS') });

    expect(asked).toMatchObject([{ server: 'justice', question: { query } }]);
  });

  test('are split by institution, each with the variables it uses', async () => {
    const { asked, fetch } = source(({ server }) => ({ data: { [server === 'justice' ? 'a' : 'inbox']: server } }));
    const reply = await fetch(
      'query($a: ID!, $n: Int) { a: document(id: $a) { title } inbox(institution: "FIN", first: $n) { totalCount } }',
      { a: doc('JUS'), n: 3 },
    );

    expect(reply).toEqual({ data: { a: 'justice', inbox: 'finance' } });
    const [justice, finance] = asked.map(({ question }) => question.query);
    expect(justice).toContain('query ($a: ID!) {');
    expect(finance).toContain('query ($n: Int) {');
  });

  test('leave out what is not included, whatever its id', async () => {
    const { asked, fetch } = source(() => ({ data: { document: null } }));
    const query = `query($a: ID!, $no: Boolean!) { document(id: $a) { title } ... @include(if: $no) { b: document(id: "nonsense") { title } } }`;
    const reply = await fetch(query, { a: doc('JUS'), no: false });

    expect(reply).toEqual({ data: { document: null } });
    expect(asked[0]?.question.query).not.toContain('nonsense');
  });

  test('of an export go to the institution that it is of; the exchange’s own are none of theirs', async () => {
    const { asked, fetch } = source();
    const of = (owner: string) => fetch(`{ perimeterExport(id: "${owner}:export:${ulid(1)}") { status } }`);
    await of('ODA');

    expect(asked.map(({ server }) => server)).toEqual(['hosted']);
    for (const [owner, code] of [
      ['catalogue', 'EXPORT_NOT_FOUND'],
      ['ZZZ', 'INSTITUTION_UNKNOWN'],
      ['exchange', 'MALFORMED_ID'],
    ] as const)
      expect((await of(owner)).errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
    expect(asked).toHaveLength(1);
  });

  test('that nobody can answer say so at their place', async () => {
    const { asked, fetch } = source(() => ({ data: { good: 1 } }));
    const reply = await fetch(
      `{ good: document(id: "${doc('JUS')}") { title } bad: document(id: "JUS") { title } gone: inbox(institution: "ZZZ") { totalCount } }`,
    );

    expect(asked).toHaveLength(1);
    expect(reply.data).toEqual({ good: 1 });
    expect(reply.errors?.map(({ path, extensions }) => [path?.[0], extensions?.code])).toEqual([
      ['bad', 'MALFORMED_ID'],
      ['gone', 'INSTITUTION_UNKNOWN'],
    ]);
  });
});

describe('mutations', () => {
  const sign = (name: string, code: string): string => `${name}: signDocument(input: { documentId: "${doc(code)}" }) { document { id } }`;

  test('run in the order written, neighbours of one server in one call', async () => {
    const running: string[] = [];
    const { asked, fetch } = source(async ({ server }) => {
      running.push(`${server} begins`);
      await new Promise((done) => setTimeout(done, server === 'justice' ? 20 : 1));
      running.push(`${server} ends`);
      return { data: {} };
    });
    await fetch(`mutation { ${sign('a', 'JUS')} ${sign('b', 'FIN')} ${sign('c', 'ODA')} ${sign('d', 'ODB')} ${sign('e', 'JUS')} }`);

    expect(asked.map(({ server }) => server)).toEqual(['justice', 'finance', 'hosted', 'justice']);
    expect(running).toEqual(['justice', 'finance', 'hosted', 'justice'].flatMap((name) => [`${name} begins`, `${name} ends`]));
    expect(asked[2]?.question.query).toMatch(/c: signDocument[\s\S]*d: signDocument/);
  });

  test('whose institution is away are missing, and the others ran', async () => {
    const { fetch } = source(({ server }) => {
      if (server === 'finance') throw new Unreachable('finance', 'too slow');
      return { data: { a: { document: null } } };
    });
    const reply = await fetch(`mutation { ${sign('a', 'JUS')} ${sign('b', 'FIN')} }`);

    expect(reply.data).toEqual({ a: { document: null } });
    expect(reply.errors).toMatchObject([{ path: ['b'], extensions: { code: 'INSTITUTION_UNAVAILABLE', institution: 'FIN' } }]);
  });

  test('find their institution in a variable inside the input', async () => {
    const { asked, fetch } = source();
    await fetch('mutation($c: ID!) { registerConsignment(input: { consignmentId: $c }) { incomingNumber } }', { c: `FIN:${ulid(1)}` });
    await fetch('mutation($i: RegisterConsignmentInput!) { registerConsignment(input: $i) { incomingNumber } }', {
      i: { consignmentId: `ODA:${ulid(1)}` },
    });

    expect(asked.map(({ server }) => server)).toEqual(['finance', 'hosted']);
  });
});

describe('what is no id', () => {
  test.each([
    ['document', 'The id is not well formed. This is no document id, such as JUS:LegalOpinion:01JD….'],
    ['perimeterExport', 'The id is not well formed. This is no export id, such as catalogue:export:01JD… or JUS:export:01JD….'],
  ])('of %s is told which one it takes', async (field, message) => {
    const { asked, fetch } = source();
    const { errors } = await fetch(`{ ${field}(id: "nonsense") { __typename } }`);

    expect(errors).toMatchObject([{ message, path: [field], extensions: { code: 'MALFORMED_ID' } }]);
    expect(asked).toEqual([]);
  });
});
