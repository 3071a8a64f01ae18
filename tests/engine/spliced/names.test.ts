import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createEngine, readAnswer } from '../../../supergraph/engine/index.ts';
import { engineSide } from '../sides/engineSide.ts';
import { composed } from '../sides/federation.ts';

// Names that objects of JavaScript have, or that generated text uses itself, are names like others.

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

/** A graph of one subgraph. */
function supergraphOf(sdl: string): string {
  const composition = composed({ documents: `${link} ${sdl}` });
  if ('faults' in composition) throw new Error(composition.faults.join());
  return composition.supergraphSdl;
}

/** A wire on which everything is answered alike. */
const answering = (text: string) => ({ send: async () => readAnswer('documents', text), sendBytes: async () => Buffer.from(text) });

test.each(['constructor', 'toString', 'valueOf', 'text', 'unusual'])('a scalar may be called %s', async (name) => {
  const wire = answering('{"data":{"value":"1","list":[2,null]}}');
  const side = engineSide(supergraphOf(`scalar ${name} type Query { value: ${name} list: [${name}] }`), {}, { wire, splicedFrom: 0 });

  expect(await side.ask({ source: '{ value list }', operationName: null, variables: {} })).toEqual({
    data: { value: '1', list: [2, null] },
    errors: [],
  });
  expect(side.spliced()).toBe(1);
});

test.each(['then', 'i', 'b', 't', 'e0', 'h0', 'r0', 'm_id', 'text', 'unusual'])('a field may be called %s', async (name) => {
  const wire = answering(`{"data":{"document":{"${name}":"1","title":"2"},"${name}":"3"}}`);
  const sdl = `type Query { document: Document ${name}: String } type Document { ${name}: String title: String }`;
  const side = engineSide(supergraphOf(sdl), {}, { wire, splicedFrom: 0 });
  const { data } = await side.ask({ source: `{ document { ${name} title } ${name} }`, operationName: null, variables: {} });

  expect(data).toEqual({ document: { [name]: '1', title: '2' }, [name]: '3' });
  expect(side.spliced()).toBe(1);
});

test('what goes wrong while a splicer is compiled is reported once, and the operation is answered as objects', async () => {
  const faults: unknown[] = [];
  let asked = 0;
  const engine = createEngine<null>({
    supergraphSdl: supergraphOf('type Query { title: String }'),
    wire: answering('{"data":{"title":"On fees"}}'),
    splicedFrom: 0,
    placeOf: () => ({ kind: 'server', institution: false, server: 'documents' }),
    missing: () => ({ message: '' }),
    noteFault: (error) => faults.push(error),
  });
  const compiled = engine.compile({ document: parse('{ title }') });
  // The engine's own tables cannot be spoilt from outside; what it compiles with can.
  const before = globalThis.Function;
  globalThis.Function = class extends before {
    constructor(...text: string[]) {
      if (asked++ === 0) throw new SyntaxError('no text');
      super(...text);
    }
  } as typeof Function;
  try {
    for (const _each of [1, 2]) expect((await compiled.run({}, null)).written?.toString()).toBe('{"data":{"title":"On fees"}}');
  } finally {
    globalThis.Function = before;
  }
  expect(faults).toEqual([new SyntaxError('no text')]);
});
