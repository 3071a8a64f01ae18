import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Refusal } from '@chancery/domain';
import type { AuditRecord } from '@chancery/trust';
import { describe, expect, test } from 'vitest';
import { AuditDesk } from './auditDesk.ts';

const record = (id: string): AuditRecord => ({
  id,
  at: '2026-03-01T00:00:00.000Z',
  place: 'gateway',
  act: 'signDocument',
  official: null,
  institution: null,
  duties: [],
  documentIds: [],
  consignmentId: null,
  outcome: 'OPEN',
  code: null,
  clause: null,
  traceId: '0'.repeat(32),
  closedAt: null,
});

/** An audit trail that answers while `isUp`, after a while, and the groups that reached it. */
function trail() {
  const groups: string[][] = [];
  const told: (AuditRecord['decision'] | undefined)[] = [];
  const state = { isUp: true };
  const ask = async (_service: string, _query: string, variables: object): Promise<never> => {
    await new Promise((done) => setTimeout(done, 10));
    if (!state.isUp) throw new Error('away');
    if ((variables as { input: { entries: AuditRecord[] } }).input.entries.some(({ act }) => act === 'poison'))
      throw new Refusal('BAD_INPUT');
    const { entries } = (variables as { input: { entries: AuditRecord[] } }).input;
    groups.push(entries.map(({ id }) => id));
    told.push(...entries.map(({ decision }) => decision));
    return {} as never;
  };
  return { groups, told, state, desk: new AuditDesk({ ask: ask as never }) };
}

test('records of one moment go in one group, and the next ones gather meanwhile', async () => {
  const { groups, desk } = trail();
  const first = ['a', 'b', 'c'].map((id) => desk.put(record(id)));
  await new Promise((done) => setTimeout(done, 5));
  const second = ['d', 'e'].map((id) => desk.put(record(id)));
  await Promise.all([...first, ...second]);

  expect(groups).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ]);
});

test('time in which this process could not read the answer does not count', async () => {
  const isHere = () => readFile(fileURLToPath(import.meta.url)); // as an answer of the network: it is heard after what timers have to do
  const desk = new AuditDesk({ ask: (async () => isHere().then(() => ({}))) as never });
  const put = desk.put(record('a'));
  await new Promise((done) => setTimeout(done, 1)); // it is on its way
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_300); // a graph is loaded

  await expect(put).resolves.toBeUndefined();
});

test('a trail that is away is not waited for again and again, however busy this process is', async () => {
  const desk = new AuditDesk({ ask: (() => new Promise(() => undefined)) as never });
  const begun = performance.now();
  const put = desk.put(record('a')).catch(({ code }: Refusal) => code);
  const busy = setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400), 10);

  expect(await put).toBe('AUDIT_UNAVAILABLE');
  clearInterval(busy);
  expect(performance.now() - begun).toBeLessThan(6_000);
});

test('a group is bounded by the documents that its records name', async () => {
  const { groups, desk } = trail();
  const large = (id: string): AuditRecord => ({ ...record(id), documentIds: Array.from({ length: 6_000 }, () => id) });
  await Promise.all([desk.put(large('a')), desk.put(large('b')), desk.put(record('c'))]);
  expect(groups).toEqual([['a'], ['b', 'c']]);
});

describe('what a decision was made from', () => {
  const decided = (id: string, digest: string): AuditRecord => ({
    ...record(id),
    decision: { bundle: 'b', clause: null, digest, verdict: 'ALLOWED', grounds: { attributes: digest.repeat(100_000), refused: {} } },
  });

  test('is told once, when it has arrived', async () => {
    const { told, state, desk } = trail();
    state.isUp = false;
    await expect(desk.put(decided('a', 'd'))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    state.isUp = true;
    await desk.put(decided('b', 'd'));
    await desk.put(decided('c', 'd'));
    await desk.put(decided('d', 'e'));

    expect(told.map((decision) => [decision?.digest, decision?.grounds !== undefined])).toEqual([
      ['d', true],
      ['d', false],
      ['d', false],
      ['e', true],
    ]);
  });

  test('bounds a group as documents do, until it is known', async () => {
    const { groups, desk } = trail();
    const all = (...digests: readonly string[]) => Promise.all(digests.map((digest) => desk.put(decided(digest, digest))));
    await all('a', 'b', 'c', 'e', 'f');
    await all('a', 'b', 'c', 'e', 'f');

    expect(groups).toEqual([['a', 'b', 'c', 'e'], ['f'], ['a', 'b', 'c', 'e', 'f']]);
  });
});

test('a record that the trail never takes is refused alone, and the others get there', async () => {
  const { groups, desk } = trail();
  const others = ['a', 'c'].map((id) => desk.put(record(id)));
  await expect(desk.put({ ...record('b'), act: 'poison' })).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  await Promise.all(others);
  await desk.put(record('d'));
  expect(groups.flat()).toEqual(['a', 'c', 'd']);
});

test('a record that is not on the trail within a second is refused, and goes there when it can', async () => {
  const { groups, state, desk } = trail();
  state.isUp = false;
  const before = performance.now();

  await expect(desk.put(record('a'))).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE', clause: '10.2' });
  expect(performance.now() - before).toBeLessThan(1_300);

  state.isUp = true;
  await desk.put(record('b'));
  expect(groups.flat()).toEqual(['a', 'b']);
});

test('closing hands over what waits, and does not wait for a trail that is away', async () => {
  const { groups, state, desk } = trail();
  const put = desk.put(record('a'));
  await desk.close();
  await put;
  expect(groups).toEqual([['a']]);

  state.isUp = false;
  const lost = desk.put(record('b')).catch(() => 'refused');
  await desk.close();
  expect(await lost).toBe('refused');
});
