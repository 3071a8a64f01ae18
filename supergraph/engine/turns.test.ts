import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { Turns } from './turns.ts';

let goesOn = false;

afterEach(() => {
  goesOn = false;
});

/** Works until the test ends, so that there is never time to spare. */
function busy(): void {
  goesOn = true;
  const work = () => {
    const until = performance.now() + 5;
    while (performance.now() < until);
    if (goesOn) setImmediate(work);
  };
  work();
}

/** Things that run until they are ended. */
function runs(turns: Turns) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (name: string, weight: number) =>
    turns.take(weight, () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  return { begun, begin, end: (name: string) => ends.get(name)?.() };
}

test('while there is more to do than can be done, what is heavy waits for its turn, and what is light does not', async () => {
  const { begun, begin, end } = runs(new Turns({ most: 100, light: 10, lookMs: 1 }));
  busy();
  const all = [begin('a', 60), begin('b', 60), begin('c', 30), begin('light', 9)];
  await pause(50);
  expect(begun).toEqual(['a', 'light']);
  end('a');
  await pause(50);
  // In the order in which they came: the third would have had room beside the first.
  expect(begun).toEqual(['a', 'light', 'b', 'c']);
  for (const name of ['light', 'b', 'c']) end(name);
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'light']);
});

test('one that is heavier than all may be has its turn too', async () => {
  const { begun, begin, end } = runs(new Turns({ most: 100, light: 10, lookMs: 1 }));
  busy();
  const all = [begin('a', 500), begin('b', 500)];
  await pause(30);
  expect(begun).toEqual(['a']);
  end('a');
  await pause(30);
  end('b');
  expect(await Promise.all(all)).toEqual(['a', 'b']);
});

test('where there is time to spare nobody waits for long', async () => {
  const { begun, begin, end } = runs(new Turns({ most: 100, light: 10, lookMs: 1 }));
  const names = Array.from({ length: 20 }, (_, i) => `${i}`);
  const all = names.map((name) => begin(name, 100));
  await expect.poll(() => begun, { timeout: 5_000 }).toEqual(names);
  for (const name of names) end(name);
  await Promise.all(all);
});

test('one that fails leaves its place', async () => {
  const turns = new Turns({ most: 100, light: 10, lookMs: 1 });
  busy();
  await expect(turns.take(100, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.take(100, async () => 1)).toBe(1);
});
