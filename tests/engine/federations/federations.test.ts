import { expect, test } from 'vitest';
import { apolloSide } from '../sides/apolloSide.ts';
import { engineSide, splicingSide } from '../sides/engineSide.ts';
import { composed, server } from '../sides/federation.ts';
import type { Side, Told } from '../sides/side.ts';
import { type Federation, federation, federations } from './federation.ts';
import { apolloFaults, engineFaults } from './knownFaults.ts';
import { storeReader } from './storeReader.ts';

const right = federations.filter((name) => engineFaults[name] === undefined);

const ways = { 'as objects': engineSide, spliced: splicingSide };
const everyWay = right.flatMap((name) => Object.entries(ways).map(([way, sideOf]) => [name, way, sideOf] as const));

test.each(everyWay)('%s: the engine answers %s as the specification says', async (name, _way, sideOf) => {
  const asked = await federation(name);
  const told = await ask(sideOf, asked);

  expect(plain(told)).toEqual(plain(asked.expected));
  // In the order in which it was asked, too.
  expect(JSON.stringify(told.data)).toBe(JSON.stringify(asked.expected.data));
});

test.each(federations)("%s: Apollo's executor does, unless it is known not to", async (name) => {
  const asked = await federation(name);
  const told = await ask(apolloSide, asked).catch((error: Error) => error);

  const answer = told instanceof Error ? told.message : plain(told);
  if (apolloFaults[name] === undefined) expect(answer).toEqual(plain(asked.expected));
  else expect(answer).not.toEqual(plain(asked.expected));
});

test.each(Object.keys(engineFaults))('%s: the engine still does not', async (name) => {
  const asked = await federation(name);

  expect(plain(await ask(engineSide, asked))).not.toEqual(plain(asked.expected));
});

test('faults are known of federations that are there', () => {
  expect(federations).toEqual(expect.arrayContaining([...Object.keys(apolloFaults), ...Object.keys(engineFaults)]));
});

/** Each is composed once for all who answer it. */
const compositions = new Map<string, ReturnType<typeof composed>>();

async function ask(sideOf: typeof engineSide | typeof apolloSide, { sdls, stores, resolvers, question }: Federation): Promise<Told> {
  const text = JSON.stringify(sdls);
  const composition = compositions.get(text) ?? composed(sdls);
  compositions.set(text, composition);
  if ('faults' in composition) throw new Error(composition.faults.join('\n'));
  const code = resolvers();
  const servers = Object.entries(sdls).map(([name, sdl]) => [name, server(sdl, storeReader(name, stores, code))]);
  const side: Side = await sideOf(composition.supergraphSdl, Object.fromEntries(servers));
  try {
    return await side.ask(question);
  } finally {
    await side.close();
  }
}

/** What the specification says of an answer: of errors their words and places, in any order. */
const plain = ({ data, errors }: Told) => ({
  data,
  errors: errors.map(({ message, path = [] }) => `${path.join('.')}: ${message}`).sort(),
});
