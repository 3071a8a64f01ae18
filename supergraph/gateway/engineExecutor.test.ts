import { expect, test } from 'vitest';
import { compose } from '../compose/compose.ts';
import { Planner } from '../engine/planning/planner.ts';
import { EngineExecutor } from './engineExecutor.ts';
import { Preparation } from './operation/prepare.ts';
import type { Passage } from './passage.ts';
import { overSources } from './sources/overSources.ts';
import { planned } from './supergraphExecutor.ts';

const sdl = planned(
  compose([
    {
      name: 'shelf',
      institution: false,
      sdl: 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { letter: Letter } type Letter @key(fields: "id") { id: ID! title: String }',
    },
    {
      name: 'court',
      institution: true,
      sdl: 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Document @key(fields: "id", resolvable: false) { id: ID! } type Ruling @key(fields: "id") { id: ID! } type Query { ruling: Ruling } type Mutation { draftRuling: Ruling }',
    },
  ]).supergraphSdl,
);
const preparation = new Preparation(new Planner(sdl).schema);
const operation = (text: string, name: string | null = null) => preparation.prepare(text, name);

type Asked = ReturnType<typeof operation>;

/** Room for a few operations. */
function executor() {
  const engine = new EngineExecutor(
    overSources(() => ({ fetch: async () => ({ data: { letter: { title: 'T', id: '1' } } }) })),
    70_000,
  );
  engine.load(sdl);
  const run = (asked: ReturnType<typeof operation>, variables = {}) =>
    engine.execute(asked, asked, { variables, request: {}, documents: new Set() } as unknown as Passage, undefined);
  return { engine, run };
}

test('each choice of an operation is compiled, and weighs, for itself', async () => {
  const { engine, run } = executor();
  const asked = operation('query ($a: Boolean!, $b: Boolean!) { letter { title @include(if: $a) id @skip(if: $b) } }');
  const choices = [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ].map(([a, b]) => ({ a, b }));
  for (const choice of choices) expect((await run(asked, choice)).errors).toEqual([]);

  // Of four there is room for three.
  expect(choices.map((choice) => engine.isPlanned(asked, asked, choice))).toEqual([false, true, true, true]);
});

test('what everybody asks for is not pushed out by what somebody asks for', async () => {
  const { engine, run } = executor();
  const published = operation('query Published { letter { title } }');
  engine.warm([published]);
  await expect.poll(() => engine.isPlanned(published, published, {})).toBe(true);
  const own = Array.from({ length: 5 }, (_, i) => operation(`query Own${i} { letter { id } }`));
  for (const each of own) await run(each);

  expect(own.map((each) => engine.isPlanned(each, each, {}))).toEqual([false, false, true, true, true]);
  expect(engine.isPlanned(published, published, {})).toBe(true);
});

test('what is made of an operation once its answers are long weighs too', async () => {
  const bytes = Buffer.from('{"data":{"letter":{"id":"1","title":"T"}}}');
  const parts = overSources(() => ({ fetch: async () => ({ data: { letter: { id: '1', title: 'T' } } }) }));
  const engine = new EngineExecutor({ ...parts, splicedFrom: 1, wire: { ...parts.wire, sendBytes: async () => bytes } }, 43_500);
  engine.load(sdl);
  const [first, second] = ['First', 'Second'].map((name) => operation(`query ${name} { letter { id title } }`)) as [Asked, Asked];
  const run = (asked: Asked) =>
    engine.execute(asked, asked, { variables: {}, request: {}, documents: new Set() } as unknown as Passage, undefined);
  const arePlanned = () => [first, second].map((each) => engine.isPlanned(each, each, {}));

  await run(first);
  await run(second);
  expect(arePlanned()).toEqual([true, true]);
  expect((await run(second)).written).toEqual(bytes);
  expect(arePlanned()).toEqual([false, true]);
});

test('an operation is run alone, whatever stands beside it in its text', async () => {
  const { run } = executor();
  const text =
    'query A($x: Boolean!) { letter { title @include(if: $x) ...F } } query B { letter { title } } fragment F on Letter { id @skip(if: $x) }';

  expect(await run(operation(text, 'B'))).toMatchObject({ written: '{"data":{"letter":{"title":"T"}}}', errors: [] });
});
