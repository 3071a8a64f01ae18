import { expect, test } from 'vitest';
import { type RefusedSignIn, RefusedSignIns } from './refusedSignIns.ts';

const refused = (official: string | null): RefusedSignIn => ({
  act: 'signIn',
  official,
  institution: 'JUS',
  application: 'chancery-console',
  code: 'UNAUTHENTICATED',
});
const at = (seconds: number): Date => new Date(Date.UTC(2026, 2, 1) + seconds * 1_000);

test('the first of a kind is told at once, the rest of its minute as one, and then anew', () => {
  const counted = new RefusedSignIns();
  expect(counted.count(refused('JUS:a.one'), at(0))).toMatchObject({ times: 1, first: at(0) });
  for (const second of [10, 20, 30]) expect(counted.count(refused('JUS:a.one'), at(second))).toBeNull();
  expect(counted.count(refused('JUS:b.two'), at(31))).toMatchObject({ official: 'JUS:b.two', times: 1 });

  expect(counted.take(at(59))).toEqual([]);
  expect(counted.take(at(60))).toMatchObject([{ official: 'JUS:a.one', times: 3, first: at(10), last: at(30) }]);
  expect(counted.take(at(91))).toEqual([]);
  expect(counted.count(refused('JUS:a.one'), at(92))).toMatchObject({ times: 1 });
});

test('what is tried for more officials than a guesser needs counts together', () => {
  const counted = new RefusedSignIns();
  const told = Array.from({ length: 5_000 }, (_, n) => counted.count(refused(`JUS:o.${n}`), at(1))).filter((group) => group !== null);
  const rest = counted.take(at(61));

  expect(told.length + rest.length).toBeLessThanOrEqual(102);
  expect([...told, ...rest].reduce((sum, { times }) => sum + times, 0)).toBe(5_000);
  expect(rest).toMatchObject([{ official: null }]);
});
