import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { GateLimits } from './serviceGate.ts';
import { type GatedCall, ServiceGates } from './serviceGates.ts';
import { Unreachable, type UnreachableDetail, type UnreachableReason } from './unreachable.ts';

const limits: GateLimits = { calls: 2, queue: 1, failures: 3, restMs: 100, slowMs: 5_000 };

let gates: ServiceGates;
let made: number;
beforeEach(() => {
  gates = new ServiceGates(limits);
  made = 0;
});

const gated = (change: Partial<GatedCall> = {}): GatedCall => ({
  service: 'justice',
  isRead: false,
  asker: 'JUS:o.petrenko',
  timeoutMs: 5_000,
  ...change,
});
const pass = (call: () => Promise<unknown>, change?: Partial<GatedCall>) =>
  gates.pass(gated(change), () => {
    made += 1;
    return call();
  });
const answers = async () => 'answer';
const fails = (reason: UnreachableReason, detail?: UnreachableDetail) => async () => {
  throw new Unreachable('justice', reason, undefined, detail);
};
const reasonOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof Unreachable ? error.reason : error),
  );
const sinceOf = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error instanceof Unreachable && error.since);

/** Calls that are under way until they are let go. */
function held(calls: number, change?: Partial<GatedCall>) {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { let: resolve, ended: Promise.all(Array.from({ length: calls }, () => reasonOf(pass(() => promise, change)))) };
}

const count = (outcomes: readonly unknown[]) =>
  Object.fromEntries([...Map.groupBy(outcomes, String)].map(([each, all]) => [each, all.length]));

async function failSoOften(times: number, reason: UnreachableReason = 'too slow', detail?: UnreachableDetail): Promise<void> {
  for (let i = 0; i < times; i++) await reasonOf(pass(fails(reason, detail)));
}

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
    gates = new ServiceGates({ ...limits, calls: 8, queue: 16 });
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
    gates = new ServiceGates({ ...limits, calls: 4, queue: 40 });
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

describe('a service that fails again and again', () => {
  it('is left alone for a while, and served again once one call was answered', async () => {
    await failSoOften(3);

    expect(await reasonOf(pass(answers))).toBe('away');
    expect(made).toBe(3);
    await pause(limits.restMs + 20);
    expect(await reasonOf(pass(answers))).toBe('answered');
    expect(await reasonOf(pass(answers))).toBe('answered');
  });

  it('is tried by one call alone: the others hear at once that it is away', async () => {
    await failSoOften(3);
    await pause(limits.restMs + 20);
    const trial = held(1);

    expect(await reasonOf(pass(answers))).toBe('away');
    trial.let('done');
    expect(await trial.ended).toEqual(['answered']);
    expect(await reasonOf(pass(answers))).toBe('answered');
  });

  it.each<UnreachableReason>(['too slow', 'no connection', 'fault'])(
    'is left alone again when the one that tries ends as “%s”',
    async (reason) => {
      await failSoOften(3);
      await pause(limits.restMs + 20);

      expect(await reasonOf(pass(fails(reason)))).toBe(reason);
      expect(await reasonOf(pass(answers))).toBe('away');
    },
  );

  it('is not kept away from the others by one who tries and does not wait', async () => {
    await failSoOften(3);
    await pause(limits.restMs + 20);

    expect(await reasonOf(pass(fails('stopped')))).toBe('stopped');
    expect(await reasonOf(pass(answers))).toBe('answered');
  });

  it('is not known by what answers promptly, nor by askers who do not wait', async () => {
    for (const reason of ['fault', 'no sense', 'too large', 'stopped', 'no connection'] as const)
      await failSoOften(3, reason, { waitedMs: 100 });

    expect(await reasonOf(pass(answers))).toBe('answered');
  });

  it.each(['stopped', 'no connection'] as const)('is known by what it does not answer for long: %s', async (reason) => {
    await failSoOften(3, reason, { waitedMs: limits.slowMs });

    expect(await reasonOf(pass(answers))).toBe('away');
  });

  it('is not one that answers in between', async () => {
    for (let i = 0; i < 3; i++) {
      await failSoOften(2);
      await pass(answers);
    }

    expect(await reasonOf(pass(answers))).toBe('answered');
  });

  it('says since when', async () => {
    const before = Date.now();
    const first = await sinceOf(pass(fails('too slow')));
    await pause(5);

    expect(first).toBeInstanceOf(Date);
    expect(Number(first)).toBeGreaterThanOrEqual(before);
    expect(await sinceOf(pass(fails('no sense')))).toEqual(first);
    await failSoOften(2);
    expect(await sinceOf(pass(answers))).toEqual(first);
    await pause(limits.restMs + 20);
    await pass(answers);
    expect(await sinceOf(pass(fails('stopped')))).toBe(null);
    expect(Number(await sinceOf(pass(fails('fault'))))).toBeGreaterThan(Number(first));
  });

  it('is not asked by those who waited meanwhile', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    await failSoOften(2);
    const under = [1, 2].map(() => reasonOf(pass(() => promise)));
    const waiting = reasonOf(pass(answers));
    reject(new Unreachable('justice', 'too slow'));

    expect(await Promise.all(under)).toEqual(['too slow', 'too slow']);
    expect(await waiting).toBe('away');
    expect(made).toBe(4);
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
