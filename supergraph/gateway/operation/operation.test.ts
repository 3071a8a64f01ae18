import { Refusal } from '@chancery/domain';
import { buildSchema, execute, type GraphQLSchema, getIntrospectionQuery, getOperationAST, Kind, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { asError } from '../errors.ts';
import type { Answer } from '../passage.ts';
import { authorise } from './authorise.ts';
import { Decisions } from './decisions.ts';
import { extentOf, furthest } from './extent.ts';
import { Preparation } from './prepare.ts';
import { project } from './project.ts';
import { reachOf } from './reach.ts';

const schema = buildSchema(`
  type Query { document(id: ID): Document documents: [Document] strict: Document! }
  type Mutation { sign(id: ID): SignPayload register(id: ID): SignPayload }
  type SignPayload { document: Document }
  type Document { id: ID! title: String! secret: String strictSecret: String! content: Content author: Document }
  union Content = Ruling | Letter
  type Ruling { id: ID! judge: String }
  type Letter { id: ID! body: String! }`);

const content = [
  { __typename: 'Ruling', id: 'r', judge: 'J' },
  { __typename: 'Letter', id: 'l', body: 'B' },
];
const documents = content.map((each, i) => ({
  __typename: 'Document',
  id: `${i}`,
  title: `T${i}`,
  secret: 'S',
  strictSecret: 'SS',
  content: each,
}));
const root = { document: { ...documents[0], author: documents[1] }, documents, strict: documents[1] };

/** Each fragment doubles the next. */
const bomb = Array.from(
  { length: 30 },
  (_, i) => `fragment F${i} on Document { a: author { ...F${i + 1} } b: author { ...F${i + 1} } }`,
).join(' ');

/** What the gateway answers: decided, pruned, fetched from a whole graph, projected. Also what was fetched. */
async function ask(query: string, denied: readonly string[], variables: Readonly<Record<string, unknown>> = {}) {
  const operation = new Preparation(schema).prepare(query, null);
  const given = new Preparation(schema).variables(operation, variables);
  const refuse = async (type: string, field: string) => (denied.includes(`${type}.${field}`) ? new Refusal('DUTY_REQUIRED') : null);
  const decisions = new Decisions({ hash: '0', decide: refuse });
  const verdict = await authorise(schema, operation, given, decisions, { caller: null, scopes: [] });
  const fetched: Answer = verdict.allowed === null ? { data: {} } : await fetchFrom(schema, verdict.allowed.document, given);
  const answer = verdict.denied.size === 0 ? fetched : await project(schema, operation, given, fetched, verdict.denied);
  return { answer: JSON.parse(JSON.stringify(answer)) as Answer, verdict, fetched: JSON.stringify(fetched) };
}

async function fetchFrom(
  graph: GraphQLSchema,
  document: Parameters<typeof execute>[0]['document'],
  variableValues: object,
): Promise<Answer> {
  const { data = null, errors } = await execute({ schema: graph, document, rootValue: root, variableValues: { ...variableValues } });
  return { data, ...(errors === undefined ? {} : { errors: errors.map((error) => error.toJSON()) }) };
}

const refusedAt = (...path: readonly (string | number)[]) => asError(new Refusal('DUTY_REQUIRED'), path);

describe('a denied field', () => {
  test('leaves the operation as it is where there is none', async () => {
    const { verdict } = await ask('{ document { title } }', ['Document.secret']);

    expect(verdict.allowed).toMatchObject({ source: '{ document { title } }' });
  });

  test('is never fetched, is null, and says why', async () => {
    const { answer, fetched } = await ask('{ document { title secret } }', ['Document.secret']);

    expect(answer).toEqual({ data: { document: { title: 'T0', secret: null } }, errors: [refusedAt('document', 'secret')] });
    expect(fetched).not.toContain('"S"');
  });

  test('that may not be null takes its parent with it', async () => {
    const { answer } = await ask('{ documents { id strictSecret } }', ['Document.strictSecret']);

    expect(answer.data).toEqual({ documents: [null, null] });
    expect(answer.errors).toEqual([refusedAt('documents', 0, 'strictSecret'), refusedAt('documents', 1, 'strictSecret')]);
  });

  test('takes everything with it where the root may not be null', async () => {
    const { answer } = await ask('{ strict { strictSecret } document { id } }', ['Document.strictSecret']);

    expect(answer.data).toBeNull();
  });

  test('is found behind aliases, fragments and nesting', async () => {
    const query = `{ d: document { ...Card ... on Document { again: secret } author { s: secret title } } } fragment Card on Document { t: title s: secret }`;
    const { answer, fetched } = await ask(query, ['Document.secret']);

    expect(answer.data).toEqual({ d: { t: 'T0', s: null, again: null, author: { s: null, title: 'T1' } } });
    expect(answer.errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['d.again', 'd.author.s', 'd.s']);
    expect(fetched).not.toContain('"S"');
  });

  test('of one kind leaves the other kinds', async () => {
    const query = '{ documents { content { __typename ... on Ruling { judge } ... on Letter { body } } } }';
    const { answer } = await ask(query, ['Letter.body']);

    expect(answer.data).toEqual({ documents: [{ content: { __typename: 'Ruling', judge: 'J' } }, { content: null }] });
    expect(answer.errors).toEqual([refusedAt('documents', 1, 'content', 'body')]);
  });

  test('leaves an object of which everything is denied', async () => {
    const { answer } = await ask('{ document { secret } }', ['Document.secret']);

    expect(answer.data).toEqual({ document: { secret: null } });
  });

  test('that is skipped is not refused', async () => {
    const query = 'query Q($no: Boolean! = false) { document { title secret @include(if: $no) ... @skip(if: true) { secret } } }';
    const { answer } = await ask(query, ['Document.secret']);

    expect(answer).toEqual({ data: { document: { title: 'T0' } } });
  });

  test('is refused under the variables that ask for it, whatever was remembered of others', async () => {
    const source =
      'query Q($a: Boolean!, $b: Boolean!) { document { title secret @include(if: $a) id @skip(if: $b) ... @skip(if: $b) { author { id } } } }';
    const operation = new Preparation(schema).prepare(source, null);
    const denied = ['Document.secret', 'Document.author'];
    let asked = 0;
    const decide = async (type: string, field: string) => {
      asked += 1;
      return denied.includes(`${type}.${field}`) ? new Refusal('DUTY_REQUIRED') : null;
    };
    const decisions = new Decisions({ hash: '0', decide });
    const refused = async (a: boolean, b: boolean) => {
      const verdict = await authorise(schema, operation, { a, b }, decisions, { caller: null, scopes: [] });
      return [[...verdict.denied.keys()].sort(), verdict.allowed?.source.replace(/\s+/g, ' ')];
    };
    const first = [await refused(true, true), await refused(true, false), await refused(false, false), await refused(false, true)];
    const counted = asked;

    expect(first).toEqual([
      [['Document.secret'], 'query Q { document { title } }'],
      [['Document.author', 'Document.secret'], 'query Q { document { title id } }'],
      [['Document.author'], 'query Q { document { title id } }'],
      [[], source],
    ]);
    expect([await refused(true, true), await refused(true, false), await refused(false, false), await refused(false, true)]).toEqual(first);
    expect(asked).toBe(counted);
  });

  test('is cut out anew where the same fields are asked for in other places', async () => {
    const source = 'query Q($a: Boolean!) { document { title secret } x: document @include(if: $a) { title secret } }';
    const operation = new Preparation(schema).prepare(source, null);
    const refuse = async (_type: string, field: string) => (field === 'secret' ? new Refusal('DUTY_REQUIRED') : null);
    const decisions = new Decisions({ hash: '0', decide: refuse });
    const left = async (a: boolean) => {
      const { allowed } = await authorise(schema, operation, { a }, decisions, { caller: null, scopes: [] });
      return allowed?.source.replace(/\s+/g, ' ');
    };

    expect(await left(true)).toBe('query Q { document { title } x: document { title } }');
    expect(await left(false)).toBe('query Q { document { title } }');
    expect(await left(true)).toContain('x:');
  });

  test('takes its variables out of the operation that runs', async () => {
    const { answer, verdict } = await ask(
      'query Q($id: ID, $a: ID) { document(id: $id) { title } documents { id } x: document(id: $a) { id } }',
      ['Query.document'],
      { id: '1' },
    );

    expect(verdict.allowed?.source).not.toContain('$');
    expect(answer.data).toEqual({ document: null, documents: [{ id: '0' }, { id: '1' }], x: null });
  });

  test('at the root of everything leaves nothing to fetch', async () => {
    const { answer, verdict } = await ask('{ document { title } }', ['Query.document']);

    expect(verdict.allowed).toBeNull();
    expect(answer).toEqual({ data: { document: null }, errors: [refusedAt('document')] });
  });
});

test('a mutation names its denied roots, and only those that would run', async () => {
  const { verdict } = await ask(
    'mutation { a: sign { document { id } } b: register { document { id } } sign @skip(if: true) { document { id } } }',
    ['Mutation.sign'],
  );

  expect([...verdict.deniedRoots.keys()]).toEqual(['a']);
});

describe('an operation is written anew', () => {
  const shelves = buildSchema(`
    type Query { node: Node thing: Thing }
    interface Node { id: ID! next: Node }
    union Found = Thing | Other
    type Thing implements Node { id: ID! next: Thing text: String }
    type Other implements Node { id: ID! next: Node }`);

  async function written(source: string, denied: readonly string[] = [], variables: Readonly<Record<string, unknown>> = {}) {
    const preparation = new Preparation(shelves);
    const operation = preparation.prepare(source, null);
    const decide = async (type: string, field: string) => (denied.includes(`${type}.${field}`) ? new Refusal('DUTY_REQUIRED') : null);
    const given = preparation.variables(operation, variables);
    const { allowed } = await authorise(shelves, operation, given, new Decisions({ hash: '0', decide }), { caller: null, scopes: [] });
    return allowed?.source.replace(/\s+/g, ' ');
  }

  test('each member of an interface by the types that its own fields give', async () => {
    expect(await written('{ node { next { id ... on Other { id } } } }', ['Other.id'])).toBe(
      '{ node { __typename next { __typename ... on Thing { id } } } }',
    );
    expect(await written('{ node { next { id } } }', ['Other.next'])).toBe('{ node { __typename ... on Thing { next { id } } } }');
  });

  test('without questions for the schema: Apollo would not find them in a fragment', async () => {
    expect(await written('{ thing { id } ... on Query { __schema { queryType { name } } } }')).toBe('{ thing { id } }');
    expect(await written('{ ... { __type(name: "Thing") { name } } }')).toBeUndefined();
  });

  test('without fragments that say nothing of an object: Apollo would lose what nests in them', async () => {
    expect(await written('{ thing { ... on Found { ... on Thing { text } } } }')).toBe('{ thing { text } }');
    expect(await written('{ thing { ... on Node { id ... on Other { next { id } } } } }')).toBe('{ thing { id } }');
  });

  test('where an object is left of which nothing is asked: Apollo would answer null for it', async () => {
    const source = 'query ($no: Boolean!) { thing @skip(if: $no) { id @skip(if: true) } }';

    expect(await written(source, [], { no: false })).toBe('{ thing { __typename } }');
    expect(await written('query ($no: Boolean!) { thing @skip(if: $no) { id } }', [], { no: false })).toContain('$no');
  });
});

describe('what an operation touches', () => {
  const reachIn = (source: string, variables: Readonly<Record<string, unknown>> = {}) => {
    const { document, definition } = new Preparation(schema).prepare(source, null);
    return reachOf(schema, document, definition, variables);
  };

  test('is each field of each object that can stand there, once, behind whatever fragments', () => {
    const source =
      '{ d: document { ...Card content { ... on Ruling { id } } } document { ...Card } } fragment Card on Document { title author { id } }';

    expect(reachIn(source)).toEqual({
      fields: ['Document.author', 'Document.content', 'Document.id', 'Document.title', 'Query.document', 'Ruling.id'],
      isTakenWrong: false,
    });
  });

  test('is not what these variables leave out', () => {
    const source = 'query ($no: Boolean!) { document { id secret @include(if: $no) } }';

    expect(reachIn(source, { no: false })).toMatchObject({ fields: ['Document.id', 'Query.document'] });
    expect(reachIn(source, { no: true }).fields).toContain('Document.secret');
  });

  test('is found in a bomb of fragments without exploding', () => {
    const document = parse(`{ document { ...F0 } } ${bomb} fragment F30 on Document { id }`);
    const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);

    expect(definition && reachOf(schema, document, definition, {}).fields).toEqual(['Document.author', 'Document.id', 'Query.document']);
  });
});

test('what a subgraph explained is not explained twice', async () => {
  const operation = new Preparation(schema).prepare('{ document { title secret } }', null);
  const fetched: Answer = { data: { document: null }, errors: [asError(new Refusal('DOCUMENT_NOT_FOUND'), ['document'])] };

  const answer = await project(schema, operation, {}, fetched, new Map([['Document.secret', new Refusal('DUTY_REQUIRED')]]));

  expect(answer).toEqual(fetched);
});

describe('preparation', () => {
  const preparation = new Preparation(schema);

  test('remembers what it prepared', () => {
    expect(preparation.prepare('{ document { id } }', null)).toBe(preparation.prepare('{ document { id } }', null));
  });

  test.each([
    ['GRAPHQL_PARSE_FAILED', '{ document', null],
    ['GRAPHQL_VALIDATION_FAILED', '{ unheard }', null],
    ['GRAPHQL_VALIDATION_FAILED', 'query A { documents { id } } query B { documents { id } }', null],
    ['GRAPHQL_VALIDATION_FAILED', 'query A { documents { id } }', 'B'],
    ['GRAPHQL_VALIDATION_FAILED', 'fragment F on Document { ...F } { document { ...F } }', null],
    ['GRAPHQL_VALIDATION_FAILED', 'subscription { document { id } }', null],
  ])('says %s of %.30s', (code, query, name) => {
    expect(() => preparation.prepare(query, name)).toThrow(expect.objectContaining({ extensions: { code } }));
  });

  test.each([
    ['Tokens: at most 4000', `{ ${'a '.repeat(4_001)} }`],
    ['Directives: 51, at most 50', `{ document ${'@skip(if: false) '.repeat(51)} { id } }`],
    ['Fragments: 51, at most 50', `{ __typename } ${Array.from({ length: 51 }, (_, i) => `fragment F${i} on Document { id }`).join(' ')}`],
    ['Spreads of fragments: 201, at most 200', `{ document { ${'...F '.repeat(201)} } } fragment F on Document { id }`],
    ['Operations: 11, at most 10', Array.from({ length: 11 }, (_, i) => `query Q${i} { __typename }`).join(' ')],
    ['Brackets in brackets: 201, at most 200', `{ document(id: ${'['.repeat(200)}${']'.repeat(200)}) { id } }`],
    ['Variables: 101, at most 100', `query Q(${Array.from({ length: 101 }, (_, i) => `$v${i}: ID`).join(' ')}) { __typename }`],
    ['Fields of one name at one place, in pairs: more than 20000', `{ document { ${'id '.repeat(201)} } }`],
    ['in pairs: more than 20000', `{ document { ${'... { id author { id } } '.repeat(201)} } }`],
    ['in pairs: more than 20000', `{ ${`document { ${'id '.repeat(15)} } `.repeat(15)} }`],
    [
      'in pairs: more than 20000',
      `{ document { ...F ...G } } fragment F on Document { ${'id '.repeat(101)} } fragment G on Document { ${'id '.repeat(100)} }`,
    ],
    ['in pairs: more than 20000', `{ __typename } fragment F on Document { ${'id '.repeat(201)} }`],
    ['Selections, fragments counted in every place: more than 20000', `{ document { ...F0 } } ${bomb} fragment F30 on Document { id }`],
  ])('says the limit that is passed: %s', (limit, query) => {
    expect(() => preparation.prepare(query, null)).toThrow(
      expect.objectContaining({ code: 'OPERATION_TOO_LARGE', clause: '1.5', message: expect.stringContaining(limit) }),
    );
  });

  test('takes as many fields of one name as any sensible operation has', () => {
    const kinds = Array.from({ length: 200 }, (_, i) => `... on ${i % 2 ? 'Ruling' : 'Letter'} { id }`).join(' ');

    expect(() => preparation.prepare(`{ document { content { ${kinds} } } }`, null)).not.toThrow();
  });

  test('knows a text that it has found valid, whichever of its operations is meant', () => {
    const text = 'query A { document { id } } query B { document { title } }';
    expect(preparation.knows(text)).toBe(false);
    expect(() => preparation.prepare(text, 'C')).toThrow();
    expect(preparation.knows(text)).toBe(true);
    expect([preparation.prepare(text, 'A').act, preparation.prepare(text, 'B').act]).toEqual(['query A', 'query B']);
    expect(() => preparation.prepare('{ unheard }', null)).toThrow();
    expect(preparation.knows('{ unheard }')).toBe(false);
  });

  test('says which variable does not fit', () => {
    const operation = preparation.prepare('query Q($id: ID!) { document(id: $id) { id } }', null);

    expect(() => preparation.variables(operation, {})).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  test('measures fragments where they are spread', () => {
    const { extent } = preparation.prepare(
      '{ a: document { ...F } document { ...F } } fragment F on Document { author { author { x: id } } }',
      null,
    );

    expect(extent).toEqual({ depth: 4, fields: 8, aliases: 3, rootFields: 2 });
  });

  test('measures a bomb of fragments without exploding', () => {
    const document = parse(`{ document { ...F0 } } ${bomb} fragment F30 on Document { id }`);
    const definition = getOperationAST(document);

    expect(definition && extentOf(document, definition).fields).toBeGreaterThan(furthest.fields);
  });

  test.each([
    ['a list', `{ document(id: ${'['.repeat(1_900)}${']'.repeat(1_900)}) { id } }`],
    ['fragments', `{ ${'...{'.repeat(1_300)}__typename${'}'.repeat(1_300)} }`],
  ])('refuses %s nested deeper than a validator gets', (_what, query) => {
    expect(() => preparation.prepare(query, null)).toThrow(expect.objectContaining({ code: 'OPERATION_TOO_LARGE' }));
  });

  test('lets the usual introspection query through the limits', () => {
    const { extent } = preparation.prepare(getIntrospectionQuery(), null);

    for (const [what, most] of Object.entries(furthest)) expect(extent[what as keyof typeof extent]).toBeLessThanOrEqual(most);
  });
});
