import { parse } from 'graphql';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Call, createEngine, readAnswer } from '../../../supergraph/engine/index.ts';
import { engineSide } from '../sides/engineSide.ts';
import { composed } from '../sides/federation.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const composition = composed({
  documents: `${link} type Query { documents: [Document!] } type Mutation { sign: Document } type Document @key(fields: "id") { id: ID! title: String author: Official }
    type Official @key(fields: "id", resolvable: false) { id: ID! }`,
  directory: `${link} type Official @key(fields: "id") { id: ID! name: String }`,
});
const supergraphSdl = 'supergraphSdl' in composition ? composition.supergraphSdl : '';

/** What each server answers, as text. */
let answers: Record<string, string>;
/** Who was asked, and how what he answered was wanted. */
let asked: string[];
let title: string;

beforeEach(() => {
  asked = [];
  title = 'On fees';
  answers = { directory: '{"data":{"_entities":[{"name":"Olha"}]}}' };
});

function wire() {
  const answer = (name: string, how: string): string => {
    asked.push(`${name} ${how}`);
    const document = `{"id":"d1","title":"${title}","author":{"id":"o1"}}`;
    return answers[name] ?? `{"data":{"documents":[${document}]}}`;
  };
  const send = async (name: string, _call: Call) => readAnswer(name, answer(name, 'object'));
  const sendBytes = async (name: string, _call: Call) => Buffer.from(answer(name, 'bytes'));
  return { send, sendBytes };
}

const side = (splicedFrom: number) => engineSide(supergraphSdl, {}, { wire: wire(), splicedFrom });

const query = { source: '{ documents { id title author { name } } }', operationName: null, variables: {} };
const sign = { source: 'mutation { sign { id title author { name } } }', operationName: null, variables: {} };

/** The query, compiled once, to be run again and again. */
const compiledQuery = (more: { readonly splicedFrom?: number } = {}) =>
  createEngine<null>({
    supergraphSdl,
    placeOf: (server) => ({ kind: 'server', server, institution: false }),
    wire: wire(),
    missing: () => ({ message: '' }),
    ...more,
  }).compile({ document: parse(query.source) });

describe('an answer', () => {
  test('is spliced where the same operation was answered at length before', async () => {
    const compiled = compiledQuery();
    const wasSpliced = async () => Buffer.isBuffer((await compiled.run({}, null)).written);

    expect([await wasSpliced(), await wasSpliced()]).toEqual([false, false]);
    title = 'x'.repeat(3_000);
    expect([await wasSpliced(), await wasSpliced()]).toEqual([false, true]);
  });

  test('that is short keeps no room of a long one before it', async () => {
    const compiled = compiledQuery({ splicedFrom: 0 });
    const roomIn = async () => ((await compiled.run({}, null)).written as Buffer).buffer.byteLength;

    title = 'x'.repeat(1_000_000);
    expect(await roomIn()).toBeGreaterThan(1_000_000);
    title = 'x'.repeat(10_000);
    expect(await roomIn()).toBeLessThan(100_000);
  });

  test('that cannot be spliced is read as objects, and nobody is asked again', async () => {
    answers.directory = '{"data":{"_entities":[{"name" : "Olha"}]}}';
    const own = side(0);
    const { data, errors } = await own.ask(query);

    expect([data, errors]).toEqual([{ documents: [{ id: 'd1', title: 'On fees', author: { name: 'Olha' } }] }, []]);
    expect([own.spliced(), asked]).toEqual([0, ['documents bytes', 'directory bytes']]);
  });

  test('that cannot be spliced again and again is tried more and more seldom, until one can be', async () => {
    const compiled = compiledQuery({ splicedFrom: 0 });
    const triesIn = async (runs: number) => {
      asked = [];
      for (let run = 0; run < runs; run++) await compiled.run({}, null);
      return asked.filter((each) => each === 'documents bytes').length;
    };

    answers.directory = '{"data":{"_entities":[{"name" : "Olha"}]}}';
    expect(await triesIn(1 + 1 + 1 + 3 + 1)).toBe(3);
    expect(await triesIn(1_000)).toBeLessThan(25);
    answers.directory = '{"data":{"_entities":[{"name":"Olha"}]}}';
    await triesIn(64);
    expect(await triesIn(10)).toBe(10);
  });

  test('tells of a server that gives none as it does without splicing', async () => {
    answers.directory = 'Bad Gateway';
    const [spliced, asObjects] = [await side(0).ask(query), await side(Number.POSITIVE_INFINITY).ask(query)];

    expect(spliced).toEqual(asObjects);
    expect(spliced.errors).toHaveLength(1);
  });
});

describe('a command', () => {
  beforeEach(() => {
    answers.documents = '{"data":{"sign":{"id":"d1","title":"On fees","author":{"id":"o1"}}}}';
  });

  test('is spliced too', async () => {
    const own = side(0);
    expect((await own.ask(sign)).data).toEqual({ sign: { id: 'd1', title: 'On fees', author: { name: 'Olha' } } });
    expect(own.spliced()).toBe(1);
  });

  test.each([
    ['its own answer', { documents: '{"data":{"sign":{"title":"On fees","id":"d1","author":{"id":"o1"}}}}' }],
    ['what is read after it', { directory: '{"data":{"_entities":[{"name":"Olha"}]},"extensions":{}}' }],
    ['a refusal', { documents: '{"errors":[{"message":"no","path":["sign"]}],"data":{"sign":null}}' }],
  ])('is given once, where %s cannot be spliced', async (_what, unusual) => {
    Object.assign(answers, unusual);
    const own = side(0);
    await own.ask(sign);

    expect(own.spliced()).toBe(0);
    expect(asked.filter((each) => each.startsWith('documents'))).toEqual(['documents bytes']);
  });
});
