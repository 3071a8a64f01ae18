import { setTimeout as pause } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { beforeEach, expect, test } from 'vitest';
import { type Call, readAnswer } from '../../../supergraph/engine/index.ts';
import { engineSide } from '../sides/engineSide.ts';
import { composed, type Reader, type Server, server } from '../sides/federation.ts';

// Where splicing is given up late, what was asked for its sake is asked by objects in the same calls: nobody is asked again.

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const sdls = {
  documents: `${link} type Query { documents: [Document!] found: [Found!] } union Found = Document | Official
    type Document @key(fields: "id") { id: ID! author: Official signer: Official }
    type Official @key(fields: "id", resolvable: false) { id: ID! }`,
  directory: `${link} type Official @key(fields: "id") { id: ID! name: String } type Document @key(fields: "id") { id: ID! name: String }`,
  audit: `${link} type Document @key(fields: "id") { id: ID! auditor: Official } type Official @key(fields: "id", resolvable: false) { id: ID! }`,
  archive: `${link} type Document @key(fields: "id") { id: ID! shelf: String }`,
  files: `${link} type Document @key(fields: "id") { id: ID! filer: Official } type Official @key(fields: "id", resolvable: false) { id: ID! }`,
};
const document = (id: string) => ({ __typename: 'Document', id, author: { id: `a${id}` }, signer: { id: `s${id}` } });
const roots: Readonly<Record<string, unknown>> = {
  documents: [document('1'), document('2')],
  found: [document('1'), { __typename: 'Official', id: 'o' }, document('2')],
};
/** The id of whom its server refuses to tell of. */
let refused = '';
const reader: Reader = {
  field: (parent, _args, _context, { fieldName }) =>
    (parent as Readonly<Record<string, unknown>> | undefined)?.[fieldName] ?? roots[fieldName],
  type: (value) => (value as { readonly __typename: string }).__typename,
  entity: (named) => {
    if (named.id === refused) throw new GraphQLError(`There is no ${named.id}.`);
    return { ...named, shelf: 'A', name: `Name of ${named.id}`, auditor: { id: `u${named.id}` }, filer: { id: `f${named.id}` } };
  },
};
const servers: Readonly<Record<string, Server>> = Object.fromEntries(
  Object.entries(sdls).map(([name, sdl]) => [name, server(sdl, reader)]),
);
const composition = composed(sdls);
const supergraphSdl = 'supergraphSdl' in composition ? composition.supergraphSdl : '';

let asked: string[];
beforeEach(() => {
  asked = [];
  refused = '';
});

/** Servers that answer after so many milliseconds; one writes its answers with spaces. */
function side(splicedFrom: number, spaced: string, afterMs: Readonly<Record<string, number>>) {
  const text = async (name: string, { operation, variables }: Call): Promise<string> => {
    asked.push(`${name} ${variables}`);
    await pause(afterMs[name] ?? 0);
    const told = await servers[name]?.(operation.text, variables);
    return JSON.stringify(
      { data: told?.data, errors: told?.errors.length === 0 ? undefined : told?.errors },
      null,
      name === spaced ? 1 : undefined,
    );
  };
  const send = async (name: string, call: Call) => readAnswer(name, await text(name, call));
  const sendBytes = async (name: string, call: Call) => Buffer.from(await text(name, call));
  return engineSide(supergraphSdl, {}, { wire: { send, sendBytes }, splicedFrom });
}

test.each([
  ['at two places', '{ documents { author { name } signer { name } } }', 'directory', {}],
  ['of two types', '{ found { __typename ... on Document { name } ... on Official { name } } }', 'directory', {}],
  ['found one after the other', '{ documents { auditor { name } filer { name } shelf } }', 'archive', { files: 30, archive: 90 }],
])('about entities %s nobody is asked again', async (_where, source, spaced, afterMs) => {
  const question = { source, operationName: null, variables: {} };
  const asObjects = await side(Number.POSITIVE_INFINITY, spaced, afterMs).ask(question);
  const calls = asked.length;
  asked = [];
  const own = side(0, spaced, afterMs);
  const spliced = await own.ask(question);

  expect(own.spliced()).toBe(0);
  expect(spliced).toEqual(asObjects);
  expect(spliced.errors).toEqual([]);
  expect(asked.length, asked.join('\n')).toBe(calls);
});

test.each(['a1', 's1', 's2'])('a refusal to tell of %s stands at its place', async (id) => {
  refused = id;
  const question = { source: '{ documents { author { name } signer { name } } }', operationName: null, variables: {} };
  const asObjects = await side(Number.POSITIVE_INFINITY, '', {}).ask(question);
  const spliced = await side(0, '', {}).ask(question);

  expect(spliced).toEqual(asObjects);
  expect(spliced.errors).toHaveLength(1);
});
