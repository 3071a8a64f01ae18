import { composeServices } from '@apollo/composition';
import { readSupergraph } from '@chancery/schema';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { Planner } from '../engine/planning/planner.ts';
import { planned } from '../gateway/supergraphExecutor.ts';
import { findSlowPlans, nestedOperations } from './slowPlans.ts';

test('the exchange’s own graph has the operations that are tried, and plans them quickly', () => {
  const sdl = planned(readSupergraph());
  expect(findSlowPlans(sdl)).toEqual([]);

  const { schema } = new Planner(sdl);
  expect(nestedOperations.flatMap((text) => validate(schema, parse(text)))).toEqual([]);
});

test('a graph in which every member adds to an interface of many kinds is refused, and its planning ends', () => {
  const supergraphSdl = graphOfKinds(17);
  const operation =
    '{ documents { title entries { document { title consignments { document { title institution { name } } } } } related { title } } }';

  expect(findSlowPlans(supergraphSdl, [operation])).toEqual([expect.stringMatching(/^Planning takes too many ways/)]);
  expect(findSlowPlans(supergraphSdl, ['{ documents { title } }', '{ nowhere }'])).toEqual([]);
});

/** What was tried for `Document`, and given up: an entity interface to which other members add. */
function graphOfKinds(kinds: number): string {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@interfaceObject"])';
  const institution = 'type Institution @key(fields: "code", resolvable: false) { code: ID! }';
  const document = 'type Document @key(fields: "id") @interfaceObject { id: ID!';
  const all = Array.from({ length: kinds }, (_, i) => i);
  const cards = all.map((i) => `type Kind${i} implements Document @key(fields: "id") { id: ID! title: String institution: Institution }`);
  const members = [
    [
      'cards',
      `interface Document @key(fields: "id") { id: ID! title: String institution: Institution } ${cards.join(' ')} ${institution} type Query { document(id: ID): Document }`,
    ],
    ...all.map((i) => [`member${i}`, `type Kind${i} @key(fields: "id") { id: ID! own: String } type Query { own${i}: Kind${i} }`]),
    [
      'exchange',
      `${document} consignments: [Consignment] } type Consignment { document: Document to: Institution } ${institution} type Query { consignment: Consignment }`,
    ],
    ['audit', `${document} entries: [Entry] } type Entry { document: Document } type Query { entry: Entry }`],
    ['catalogue', `${document} related: [Document] } type Query { documents: [Document] }`],
    ['directory', 'type Institution @key(fields: "code") { code: ID! name: String } type Query { institutions: [Institution] }'],
  ];
  const { supergraphSdl, errors } = composeServices(
    members.map(([name = '', sdl]) => ({ name, url: `http://${name}`, typeDefs: parse(`${link} ${sdl}`) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.join('\n'));
  return supergraphSdl;
}
