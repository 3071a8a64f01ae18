import { readMembers } from '@chancery/circuit';
import type { Member } from '@chancery/supergraph';

/** An institution of a world of many: each has a server and a kind of its own. */
export interface House {
  readonly code: string;
  readonly kind: string;
  readonly server: string;
}

/** The houses of a world, AAA, AAB, AAC, … */
export const houses = (howMany: number): readonly House[] =>
  Array.from({ length: howMany }, (_, at) => {
    const code = [at / 676, at / 26, at].map((part) => String.fromCharCode(65 + (Math.floor(part) % 26))).join('');
    return { code, kind: `Kind${code}`, server: code.toLowerCase() };
  });

/** Chancery's own members, with these houses in the place of its institutions. */
export const membersOf = (all: readonly House[]): readonly Member[] => [
  ...readMembers().filter(({ institution }) => !institution),
  ...all.map((house) => ({ name: house.server, sdl: sdlOf(house), institution: true })),
];

/** What a house says of its kind, as institutions do. */
export const sdlOf = ({ kind }: House): string => `
  schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) { mutation: Mutation }
  type Document @key(fields: "id", resolvable: false) { id: ID! }
  extend type Mutation { draft${kind}(input: Draft${kind}Input!): Draft${kind}Payload }
  type ${kind} @key(fields: "id") { id: ID! subject: String text: String number: Int }
  input Draft${kind}Input { title: String! subject: String text: String number: Int }
  type Draft${kind}Payload { document: Document }`;

/** The id of a house's document. */
export const documentOf = ({ code, kind }: House, number: number): string => `${code}:${kind}:01JD${String(number).padStart(22, '0')}`;

const contentOf = (touched: readonly House[]): string =>
  `content { ${touched.map(({ kind }) => `... on ${kind} { subject text number }`).join(' ')} }`;

/** A list of two documents of each of these houses, with their contents and what others add. */
export const listOver = (touched: readonly House[]) => ({
  query: `query List($first: Int!) { documents(first: $first) { edges { node {
    id title kind status institution { code name } ${contentOf(touched)} consignments { id state } auditEntries(last: 5) { id act }
  } } } }`,
  variables: { first: touched.length * 2 },
});

/** Documents in documents, five deep; the name makes each another operation. */
export const fiveDeep = (touched: readonly House[], name: string): string => {
  const card = `id title status institution { code name } ${contentOf(touched)}`;
  const nested = (left: number): string =>
    left === 0 ? card : `${card} consignments { id state to { code name } document { ${nested(left - 1)} } }`;
  return `query ${name}($id: ID!) { document(id: $id) { ${nested(4)} } }`;
};

/** A house drafts a document and asks for what others add to it; the name makes each another operation. */
export const drafting = ({ kind }: House, name: string): string => `mutation ${name} {
  draft${kind}(input: { title: "Draft" }) { document {
    id title status institution { code name } author { name } content { ... on ${kind} { subject text } }
    consignments { id state document { id title } } auditEntries { id act }
  } }
}`;

/** So many different operations: lists, documents five deep, commands; each over another house, or other three. */
export const different = (howMany: number, all: readonly House[]): readonly string[] =>
  Array.from({ length: howMany }, (_, at) => {
    const touched = [0, 1, 2].flatMap((further) => all[(at + further) % all.length] ?? []);
    const [house] = touched;
    if (house === undefined) throw new Error('There are no houses.');
    const name = `Operation${at}of${howMany}`;
    const kinds = [listOver(touched).query.replace('List', name), fiveDeep(touched, name), drafting(house, name)];
    return kinds[at % kinds.length] ?? '';
  });
