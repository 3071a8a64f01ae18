import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Call, readAnswer } from '../../../supergraph/engine/index.ts';
import { runs } from '../../kit/long.ts';
import { seededByEnvironment } from '../../kit/seeded.ts';
import { engineSide, splicingSide } from '../sides/engineSide.ts';
import { composed, type Reader, type Server, server } from '../sides/federation.ts';
import type { Told } from '../sides/side.ts';

// Whatever servers answer, an answer that is spliced says what one says that is read as objects.

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const sdls = {
  documents: `${link} scalar DateTime enum Status { DRAFT SIGNED } union Found = Document | Official
    type Query { documents: [Document!] found: [Found] count: Int! }
    type Document @key(fields: "id") { id: ID! title: String! pages: Int size: Float isOpen: Boolean status: Status at: DateTime author: Official parts: [[String!]] }
    type Official @key(fields: "id") { id: ID! }`,
  directory: `${link} type Official @key(fields: "id") { id: ID! name: String! rank: Rank } type Rank { number: Int! title: String }`,
  audit: `${link} type Document @key(fields: "id") { id: ID! entries: [Entry!] } type Entry { act: String by: Official } type Official @key(fields: "id", resolvable: false) { id: ID! }`,
};
const source = `{ count documents { title id entries { act by { name } } pages size isOpen status at author { rank { number title } name } parts }
  found { __typename ... on Document { id title } ... on Official { name } } }`;

const document = (id: string) => ({
  __typename: 'Document',
  id,
  title: `On "${id}" – ½`,
  pages: 3,
  size: 1.5,
  isOpen: true,
  status: 'SIGNED',
  at: '2026-11-26',
  author: { id: `o${id}` },
  parts: [['a'], null],
});
const roots: Readonly<Record<string, unknown>> = {
  count: 2,
  documents: [document('a'), document('b')],
  found: [document('a'), { __typename: 'Official', id: 'oa' }, null],
};
const reader: Reader = {
  field: (parent, _args, _context, { fieldName }) =>
    (parent as Readonly<Record<string, unknown>> | undefined)?.[fieldName] ?? roots[fieldName],
  type: (value) => (value as { readonly __typename: string }).__typename,
  entity: ({ __typename, id }) =>
    __typename === 'Official'
      ? { __typename, id, name: `Name of ${id}`, rank: { number: 1, title: null } }
      : {
          __typename,
          id,
          entries: [
            { act: 'sign', by: { id: `o${id}` } },
            { act: 'file', by: { id: 'oz' } },
          ],
        },
};
const servers: Readonly<Record<string, Server>> = Object.fromEntries(
  Object.entries(sdls).map(([name, sdl]) => [name, server(sdl, reader)]),
);

/** A change of the bytes of what is answered about the root, or about an entity: at a place, so many are replaced. */
interface Change {
  readonly about: string;
  readonly at: number;
  readonly removed: number;
  readonly put: Buffer;
}

const tokens = [
  'null',
  'true',
  '"x"',
  '1',
  '-0',
  '1e3',
  '0.50',
  '12345678901',
  '{}',
  '[]',
  ' ',
  ',',
  '"',
  '\\',
  '\\u0041',
  '\\n',
  ':',
  '}',
  ']',
  '"__typename":"Official",',
  '"id":"b",',
  '\u0007',
  'ü',
];
const put = fc.oneof(
  fc.constantFrom(...tokens).map((text) => Buffer.from(text)),
  fc.uint8Array({ minLength: 1, maxLength: 2 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(Buffer.alloc(0)),
);
const change: fc.Arbitrary<Change> = fc.record({
  about: fc.constantFrom('root', 'a', 'b', 'oa', 'ob', 'oz'),
  at: fc.nat(2_000),
  removed: fc.nat(6),
  put,
});

const many = runs({ short: 500, whole: 20_000 });

test(
  `${many} answers that are changed somewhere are read alike`,
  async () => {
    const composition = composed(sdls);
    if ('faults' in composition) throw new Error(composition.faults.join());
    const answers = new Map<string, Told>();
    let changes: readonly Change[] = [];
    const answerOf = async (name: string, { operation, variables }: Call): Promise<Buffer> => {
      const key = `${name} ${operation.text} ${variables}`;
      const answer = answers.get(key) ?? (await servers[name]?.(operation.text, variables));
      if (answer === undefined) throw new Error(`There is no subgraph ${name}.`);
      answers.set(key, answer);
      return written(answer.data as Answered, JSON.parse(variables), changes);
    };
    const send = async (name: string, call: Call) => readAnswer(name, (await answerOf(name, call)).toString());
    const asObjects = engineSide(composition.supergraphSdl, {}, { wire: { send } });
    const spliced = splicingSide(composition.supergraphSdl, {}, { wire: { send, sendBytes: answerOf } });
    const question = { source, operationName: null, variables: {} };
    expect((await asObjects.ask(question)).errors).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 2 }), async (drawn) => {
        changes = drawn;
        const [one, other] = [await asObjects.ask(question), await spliced.ask(question)];
        expect(plain(other)).toEqual(plain(one));
      }),
      { numRuns: many, examples: [[[]]], ...seededByEnvironment('changed answers') },
    );
    // Most changes spoil an answer; of the others some only change what stands in it.
    expect(spliced.spliced()).toBeGreaterThan(many / 20);
  },
  runs({ short: 60_000, whole: 600_000 }),
);

/** In the order of its fields, and of errors what is said of which place, in any order. */
const plain = ({ data, errors }: Told) => ({ data: JSON.stringify(data), errors: errors.map((error) => JSON.stringify(error)).sort() });

/** A place beyond the end is one within, counted on. */
function changed(bytes: Buffer, { at, removed, put }: Change): Buffer {
  const from = at % bytes.length;
  return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + removed)]);
}

type Answered = Readonly<Record<string, readonly object[]>>;
type Asked = Readonly<Record<string, readonly { readonly id: string }[]>>;

/** The bytes of an answer, with changes in what it says of this or that: in which order entities are asked for is nobody's business. */
function written(data: Answered, variables: Asked, changes: readonly Change[]): Buffer {
  const with_ = (value: unknown, about: string) =>
    changes.filter((each) => each.about === about).reduce(changed, Buffer.from(JSON.stringify(value)));
  const asked = Object.values(variables);
  if (asked.length === 0) return with_({ data }, 'root');
  const members = Object.entries(data).map(([name, entities], i) => {
    const texts = entities.map((entity, at) => with_(entity, asked[i]?.[at]?.id ?? ''));
    return Buffer.concat([
      Buffer.from(`${JSON.stringify(name)}:[`),
      ...texts.flatMap((text, at) => (at === 0 ? [text] : [Buffer.from(','), text])),
      Buffer.from(']'),
    ]);
  });
  return Buffer.concat([
    Buffer.from('{"data":{'),
    ...members.flatMap((member, at) => (at === 0 ? [member] : [Buffer.from(','), member])),
    Buffer.from('}}'),
  ]);
}
