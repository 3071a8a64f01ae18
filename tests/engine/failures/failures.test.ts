import type { ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { letter, opinion, request } from '../../kit/standInCircuit.ts';
import { answering, type Behaviour, reset } from './badService.ts';
import { type FailingCircuit, startFailing } from './failingCircuit.ts';

let failing: FailingCircuit;
beforeAll(async () => {
  // Each failure is looked at by itself: nobody is left alone here.
  failing = await startFailing({ failures: 1_000 });
});
afterAll(() => failing.close());
beforeEach(async () => {
  failing.finance.behave();
  await failing.ask(roots);
});

const roots = `{ a: document(id: "${opinion}") { title } b: document(id: "${request}") { title } c: document(id: "${letter}") { title } }`;
const entities =
  '{ documents { edges { node { id title content { ... on BudgetRequest { purpose } ... on LegalOpinion { opinion } } } } } }';
const command = `mutation { signDocument(input: { documentId: "${request}" }) { document { title } } }`;

const titleOf = (id: string) => ({ title: `Title of ${id}` });
const missed = {
  code: 'INSTITUTION_UNAVAILABLE',
  clause: '1.8',
  institution: 'FIN',
  since: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
};

const socketOf = (response: ServerResponse): TLSSocket => response.socket as TLSSocket;
const json = (value: unknown): Behaviour => answering(JSON.stringify(value));
const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

/** What a service may do that is no whole answer. */
const noAnswer: readonly (readonly [string, Behaviour])[] = [
  ['text that is no JSON', answering('<html>Bad gateway</html>')],
  ['no text at all', answering('')],
  ['bytes that are no HTTP', (response) => void socketOf(response).end(Buffer.from([0, 1, 2, 3, 0xff, 0xfe]))],
  ['a list', json([{ data: {} }])],
  ['null', json(null)],
  ['a word', json('data')],
  ['an object of other things', json({ result: {} })],
  ['data that is a list', json({ data: [{ title: 'x' }] })],
  ['data that is a word', json({ data: 'x' })],
  ['errors that are no list', json({ data: null, errors: { message: 'no' } })],
  ['status 500', answering('{"data":{}}', 500)],
  ['status 302', (response) => void response.writeHead(302, { location: 'https://elsewhere.example/' }).end()],
  [
    'half of an answer, and the end of the connection',
    (response, right) => {
      socketOf(response).end(`${head}content-length: ${right.length}\r\n\r\n${right.slice(0, right.length / 2)}`);
    },
  ],
  ['an end of the connection instead of an answer', (response) => void socketOf(response).end()],
  ['a reset of the connection', (response) => void reset(response)],
  [
    'a reset in the middle of an answer',
    (response, right) => {
      response.writeHead(200, { 'content-length': right.length });
      response.write(right.slice(0, 10), () => void reset(response));
    },
  ],
  ['nothing, for ever', () => undefined],
  [
    'one byte after the other, for ever',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(drip));
    },
  ],
  ['33 MB', (response) => void response.writeHead(200).end(Buffer.alloc(33 * 1024 * 1024, ' '))],
  [
    'white space without end',
    (response) => {
      const piece = Buffer.alloc(1024 * 1024, ' ');
      const more = (): void => void (response.destroyed || response.write(piece, () => setImmediate(more)));
      response.writeHead(200);
      more();
    },
  ],
];

describe.each(noAnswer)('of an institution that answers %s', (_, behaviour) => {
  test('documents are missing under its name, and those of others are there', async () => {
    failing.finance.behave(behaviour);
    const { data, errors } = await failing.ask(roots);

    expect(data).toEqual({ a: titleOf(opinion), b: null, c: titleOf(letter) });
    expect(errors).toEqual([{ message: expect.any(String), path: ['b'], extensions: missed }]);
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|finance|ECONN|socket/i);
  });

  test('a command is given once, and said to be missing', async () => {
    failing.finance.behave(behaviour);
    const { data, errors } = await failing.ask(command);

    expect(data).toEqual({ signDocument: null });
    expect(errors).toMatchObject([{ path: ['signDocument'], extensions: { code: 'INSTITUTION_UNAVAILABLE', institution: 'FIN' } }]);
    expect(failing.finance.asked).toHaveLength(1);
  });
});

test('entities of an institution that gives no answer are missing in their places, and the others are whole', async () => {
  failing.finance.behave((response) => void reset(response));
  const { data, errors } = await failing.ask(entities);
  const whole = await wholeAnswer();

  expect(errors?.filter(({ extensions }) => extensions.institution === 'FIN').map(({ path }) => path?.slice(0, 3))).toContainEqual([
    'documents',
    'edges',
    1,
  ]);
  expect(edgesOf(data).filter((_, i) => ![1, 4].includes(i))).toEqual(edgesOf(whole.data).filter((_, i) => ![1, 4].includes(i)));
});

/** Entities as they are answered, changed; the gateway asks for them under names of its own where it asks several things at once. */
const entitiesAs = (change: (entities: readonly Record<string, unknown>[]) => unknown): Behaviour => {
  return (response, right) => {
    const { data, ...rest } = JSON.parse(right) as { data: Record<string, never> };
    const changed = Object.entries(data).map(([name, value]) => [name, /^(_entities|e\d+)$/.test(name) ? change(value) : value]);
    json({ ...rest, data: Object.fromEntries(changed) })(response, right);
  };
};

describe('an institution that answers about other entities than it was asked about', () => {
  test.each<[string, Behaviour]>([
    ['fewer', entitiesAs((entities) => entities.slice(1))],
    ['more', entitiesAs((entities) => [...entities, ...entities])],
    ['none', entitiesAs(() => [])],
    ['one in the place of a list', entitiesAs(([first]) => first)],
    ['a list of words', entitiesAs((entities) => entities.map(() => 'x').slice(1))],
  ])('is not believed: %s', async (_, behaviour) => {
    failing.finance.behave(behaviour);
    const { data, errors } = await failing.ask(entities);
    const whole = await wholeAnswer();

    for (const i of [0, 2, 3]) expect(edgesOf(data)[i]).toEqual(edgesOf(whole.data)[i]);
    expect(titlesOf(data)[1]).toBeUndefined();
    expect(errors?.some(({ extensions }) => extensions.code === 'INSTITUTION_UNAVAILABLE' && extensions.institution === 'FIN')).toBe(true);
  });

  // An answer is believed whole: what was not asked for is merged too, an id that is another's among it. It is to be taken as asked, no more.
  test('does not change whose document it is', async () => {
    failing.finance.behave(
      entitiesAs((all) => all.map((each) => each && { ...each, id: opinion, __typename: 'Document', title: 'Forged' })),
    );
    const { data } = await failing.ask(entities);

    expect(edgesOf(data)[1]).toMatchObject({ node: { id: request } });
    expect(edgesOf(data)[0]).toMatchObject({ node: { id: opinion, ...titleOf(opinion) } });
  });
});

describe('an institution that answers so that others could miss theirs', () => {
  test('by an id that is none, beside which nobody knows a kind', async () => {
    const query = roots.replaceAll('{ title }', '{ title content { __typename } }');
    failing.finance.behave(json({ data: { b: { __typename: 'Document', id: 'FIN:BudgetRequest:bad', title: 'T' } } }));
    const { data } = await failing.ask(query);

    expect(data).toMatchObject({ a: { ...titleOf(opinion), content: { __typename: 'LegalOpinion' } }, b: { title: 'T', content: null } });
  });

  test('by a value that nobody could write', async () => {
    failing.finance.behave(answering(`{"data":{"b":{"title":${'['.repeat(20_000)}${']'.repeat(20_000)}}}}`));
    const { data, errors } = await failing.ask(roots);

    expect(data).toEqual({ a: titleOf(opinion), b: null, c: titleOf(letter) });
    expect(errors?.every(({ path }) => path?.[0] === 'b')).toBe(true);
  });

  test('by telling of what was asked of another', async () => {
    const told = { message: 'no', path: ['a'], extensions: { code: 'DUTY_REQUIRED', clause: '2.3' } };
    failing.finance.behave(json({ data: { b: { title: 'T' }, a: { title: 'Forged' } }, errors: [told] }));
    const { data, errors } = await failing.ask(roots);

    expect(data).toEqual({ a: titleOf(opinion), b: { title: 'T' }, c: titleOf(letter) });
    expect(errors?.map(({ path }) => path)).toEqual([['b']]);
  });
});

describe('an institution that answers values of other types', () => {
  test.each<[string, unknown]>([
    ['a number for a text', 7],
    ['an object for a text', { no: 'text' }],
    ['a list for a text', ['a', 'b']],
    ['nothing where there must be something', null],
  ])('has its part missing, and nothing else: %s', async (_, title) => {
    failing.finance.behave(json({ data: { b: { title, __typename: 'Document' } } }));
    const { data, errors } = await failing.ask(roots);

    // A number is a text to GraphQL's own rules, and no more than that.
    expect(data).toEqual({ a: titleOf(opinion), b: title === 7 ? { title: '7' } : null, c: titleOf(letter) });
    if (title !== 7) expect(errors?.every(({ path }) => path?.[0] === 'b')).toBe(true);
  });

  test('an object of a list: the field is null', async () => {
    failing.finance.behave(json({ data: { b: [{ title: 'x' }] } }));
    const { data } = await failing.ask(roots);

    expect(data).toMatchObject({ a: titleOf(opinion), c: titleOf(letter) });
    expect(JSON.stringify(data)).not.toContain('"x"');
  });
});

test('the errors of an institution say no more than ours may', async () => {
  failing.finance.behave(
    json({
      data: { b: null },
      errors: [{ message: 'at 10.0.0.9:5432', path: ['b'], extensions: { code: 'ECONNREFUSED', stack: 'x' } }, 7, null, { path: 'b' }],
    }),
  );
  const { data, errors } = await failing.ask(roots);

  expect(data).toEqual({ a: titleOf(opinion), b: null, c: titleOf(letter) });
  expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['INTERNAL']));
  expect(JSON.stringify(errors)).not.toMatch(/10\.0\.0\.9|stack/);
});

async function wholeAnswer() {
  failing.finance.behave();
  return failing.ask(entities);
}

type Edge = { readonly node: { readonly id: string; readonly title?: string } | null };
const edgesOf = (data: unknown): readonly Edge[] => (data as { documents: { edges: readonly Edge[] } }).documents.edges;
const titlesOf = (data: unknown): readonly (string | undefined)[] => edgesOf(data).map(({ node }) => node?.title);
