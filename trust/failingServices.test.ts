import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { answers, failSoOften, fails, gatesOfTest, held, made, pass, reasonOf, restMs, slowMs } from '../tests/kit/gatedCalls.ts';
import { Unreachable, type UnreachableReason } from './unreachable.ts';

gatesOfTest();

const sinceOf = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error instanceof Unreachable && error.since);

describe('a service that fails again and again', () => {
  it('is left alone for a while, and served again once one call was answered', async () => {
    await failSoOften(3);

    expect(await reasonOf(pass(answers))).toBe('away');
    expect(made).toBe(3);
    await pause(restMs + 20);
    expect(await reasonOf(pass(answers))).toBe('answered');
    expect(await reasonOf(pass(answers))).toBe('answered');
  });

  it('is tried by one call alone: the others hear at once that it is away', async () => {
    await failSoOften(3);
    await pause(restMs + 20);
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
      await pause(restMs + 20);

      expect(await reasonOf(pass(fails(reason)))).toBe(reason);
      expect(await reasonOf(pass(answers))).toBe('away');
    },
  );

  it('is not kept away from the others by one who tries and does not wait', async () => {
    await failSoOften(3);
    await pause(restMs + 20);

    expect(await reasonOf(pass(fails('stopped')))).toBe('stopped');
    expect(await reasonOf(pass(answers))).toBe('answered');
  });

  it('is not known by what answers promptly, nor by askers who do not wait', async () => {
    for (const reason of ['fault', 'no sense', 'too large', 'stopped', 'no connection'] as const)
      await failSoOften(3, reason, { waitedMs: 100 });

    expect(await reasonOf(pass(answers))).toBe('answered');
  });

  it.each(['stopped', 'no connection'] as const)('is known by what it does not answer for long: %s', async (reason) => {
    await failSoOften(3, reason, { waitedMs: slowMs });

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
    await pause(restMs + 20);
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
