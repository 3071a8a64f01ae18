import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { actsIn } from '../kit/perimeterActs.ts';
import { newId, type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { armor } from './attacks/armor.ts';
import type { Attack } from './attacks/attack.ts';
import { cop } from './attacks/cop.ts';
import { own } from './attacks/own.ts';

// What no answer tells: where things run, what they run on, how they failed.
const internals =
  /\d+\.\d+\.\d+\.\d+:|localhost|\bselect\b.*\bfrom\b|prisma|postgres|node_modules|\.ts:\d|ECONN|stacktrace|exception|INTERNAL/i;

describe('the gateway', () => {
  let circuit: TestCircuit;
  beforeAll(async () => {
    circuit = await startTestCircuit();
  });
  afterAll(() => circuit.close());

  async function send({ method = 'POST', path = '/graphql', headers, body, signedIn }: Attack) {
    const token = signedIn === false ? {} : { authorization: `Bearer ${await circuit.token({ institution: 'JUS', duty: 'CLERK' })}` };
    const type = body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const begun = performance.now();
    const answer = await fetch(new URL(path, circuit.graphql), { method, headers: { ...token, ...type, ...headers }, ...sent });
    return { status: answer.status, text: await answer.text(), took: performance.now() - begun };
  }

  test.each([...cop, ...armor, ...own])('$id: $says', async (attack) => {
    const { must } = attack;
    const { status, text, took } = await send(attack);
    const told = text.startsWith('{')
      ? (JSON.parse(text) as { errors?: readonly { message: string; extensions: { code: string } }[] })
      : {};

    expect(status).toBeLessThan(500);
    if (must.status !== undefined) expect(status).toBe(must.status);
    if (must.code !== undefined) expect(told.errors?.map(({ extensions }) => extensions.code)).toEqual([must.code]);
    if (must.says !== undefined) expect(told.errors?.[0]?.message).toContain(must.says);
    if (must.data !== undefined) expect(told).toEqual(must.data);
    if (must.never !== undefined) expect(text).not.toMatch(must.never);
    expect(text).not.toMatch(internals);
    // Whatever is tried, nobody else waits for it.
    expect(took).toBeLessThan(10_000);
  });

  test('has no attack under two names', () => {
    const ids = [...cop, ...armor, ...own].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

let world: PerimeterWorld;
let acts: ReturnType<typeof actsIn>;
beforeAll(async () => {
  world = await perimeterWorld();
  acts = actsIn(world);
});
afterAll(() => world.close());

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('a release that is asked for again with other addressees (§1.4, §7.6)', () => {
  it('is refused, so that nobody reads what no dispatch sends him', async () => {
    const documentId = await acts.registered();
    const dispatchId = newId('JUS');
    await acts.released(documentId, ['MOH'], dispatchId); // and the exchange died before it wrote the dispatch

    await expect(acts.released(documentId, ['FIN'], dispatchId)).rejects.toEqual(code('REQUEST_ID_REUSED'));
    await expect(acts.released(documentId, ['MOH', 'FIN'], dispatchId)).rejects.toEqual(code('REQUEST_ID_REUSED'));
    await expect(acts.released(documentId, ['MOH'], dispatchId)).resolves.toBeDefined();
    const reading = world.ask('justice', 'query Q($id: ID!) { document(id: $id) { id } }', { id: documentId }, person('FIN'));
    await expect(reading).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
  });
});

describe('lists inside lists', () => {
  it('are ended by the service before they fill its memory', async () => {
    const documentId = await acts.registered();
    const fields = Array.from({ length: 400 }, (_, i) => `a${i}: digest`).join(' ');
    const documents = Array.from({ length: 1_000 }, () => ({ __typename: 'Document', id: documentId }));
    const question = `query Many($r: [_Any!]!) { _entities(representations: $r) { ... on Document { signatures { ${fields} } } } }`;

    await expect(world.ask('justice', question, { r: documents }, person('JUS'))).rejects.toEqual(code('OPERATION_TOO_LARGE'));
  });
});
