import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { answers, fails, gated, gates, gatesOfTest, held, made, pass, reasonOf, widen } from '../tests/kit/gatedCalls.ts';
import type { GatedCall } from './serviceGates.ts';
import type { UnreachableDetail, UnreachableReason } from './unreachable.ts';

gatesOfTest();

const count = (outcomes: readonly unknown[]) =>
  Object.fromEntries([...Map.groupBy(outcomes, String)].map(([each, all]) => [each, all.length]));

describe('calls to one service', () => {
  it('wait where too many are under way, and are refused at once where too many wait', async () => {
    const first = held(3);

    expect(await reasonOf(pass(answers))).toBe('busy');
    expect(made).toBe(2);
    first.let('done');
    expect(await first.ended).toEqual(['answered', 'answered', 'answered']);
    expect(await reasonOf(pass(answers))).toBe('answered');
  });

  it('take no place of calls to another', async () => {
    const first = held(3);

    expect(await reasonOf(pass(answers, { service: 'finance' }))).toBe('answered');
    first.let('done');
    await first.ended;
  });

  it('of one who asks without end cost others neither their answers nor their turns', async () => {
    widen({ calls: 8, queue: 16 });
    const flood = held(50);
    await pause(0);
    // Three quarters are his while he is alone, and the rest is refused at once.
    expect(made).toBe(6);

    const other = { asker: 'JUS:i.shevchuk' };
    expect(await reasonOf(pass(answers, other))).toBe('answered');
    const second = held(6, other);
    const third = reasonOf(pass(answers, { asker: 'JUS:k.zhuk' }));
    await pause(0);
    expect(made).toBe(6 + 1 + 2);
    flood.let('done');
    second.let('done');

    expect(await third).toBe('answered');
    expect(count(await flood.ended)).toEqual({ answered: 6 + 12, busy: 50 - 18 });
    expect(count(await second.ended)).toEqual({ answered: 2 + 3, busy: 1 });
  });

  it('go on with whoever has fewest under way when one of them ends, and of those with whose turn was longest ago', async () => {
    widen({ calls: 4, queue: 40 });
    const order: string[] = [];
    const under: { readonly asker: string; readonly end: () => void }[] = [];
    const begin = async (asker: string): Promise<void> => {
      order.push(asker);
      await new Promise<void>((end) => under.push({ asker, end }));
    };
    const all = ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'c', 'c'].map((asker) => pass(() => begin(asker), { asker }));
    await pause(0);
    for (const ending of ['b', 'a', 'a', 'a', 'a', 'b', 'b', 'c', 'c']) {
      const [ended] = under.splice(
        under.findIndex(({ asker }) => asker === ending),
        1,
      );
      ended?.end();
      await pause(0);
    }
    await Promise.all(all);

    expect(order).toEqual(['a', 'a', 'a', 'b', 'b', 'c', 'a', 'c', 'a']);
  });

  it.each<[string, () => Partial<GatedCall>, UnreachableReason]>([
    ['their time is over', () => ({ timeoutMs: 30 }), 'busy'],
    ['their asker goes away', () => ({ signal: AbortSignal.timeout(30) }), 'stopped'],
    ['they are not waited for any more', () => ({ signal: AbortSignal.abort() }), 'stopped'],
  ])('wait no longer than until %s, and are not made then', async (_, change, reason) => {
    const first = held(2);

    expect(await reasonOf(pass(answers, change()))).toBe(reason);
    first.let('done');
    await first.ended;
    await pause(10);
    expect(made).toBe(2);
  });

  it('have the time that waiting has left them', async () => {
    const first = held(2);
    const waiting = gates.pass(gated({ timeoutMs: 2_000 }), async (leftMs) => leftMs);
    await pause(50);
    first.let('done');

    expect(await waiting).toBeLessThan(1_960);
    expect(await waiting).toBeGreaterThan(1);
  });
});

describe('a read', () => {
  const isRead = true;

  it('that found no connection is made once more', async () => {
    expect(await reasonOf(pass(async () => (made === 1 ? fails('no connection')() : 'answer'), { isRead }))).toBe('answered');
    expect(made).toBe(2);
  });

  it('is not made a third time', async () => {
    expect(await reasonOf(pass(fails('no connection'), { isRead }))).toBe('no connection');
    expect(made).toBe(2);
  });

  it.each<[string, UnreachableReason, UnreachableDetail]>([
    ['part of the answer had come', 'no connection', { hasBegun: true }],
    ['it took too long', 'too slow', {}],
    ['its asker has gone', 'stopped', {}],
    ['it was answered nonsense', 'no sense', {}],
  ])('is not made again where %s', async (_, reason, detail) => {
    expect(await reasonOf(pass(fails(reason, detail), { isRead }))).toBe(reason);
    expect(made).toBe(1);
  });
});

it('a command is never given twice', async () => {
  expect(await reasonOf(pass(fails('no connection')))).toBe('no connection');
  expect(made).toBe(1);
});
