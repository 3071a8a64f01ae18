import { describe, expect, it } from 'vitest';
import { Memory } from './memory.ts';

describe('a memory', () => {
  it('finds a thing once, also for those who ask meanwhile', async () => {
    const memory = new Memory<number>(2);
    let found = 0;
    const find = async () => ++found;
    expect(await Promise.all([memory.of('a', find), memory.of('a', find)])).toEqual([1, 1]);
  });

  it('forgets what was asked for longest ago', async () => {
    const memory = new Memory<string>(2);
    const found: string[] = [];
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b'])
      await memory.of(key, async () => {
        found.push(key);
        return key;
      });
    expect(found).toEqual(['a', 'b', 'c', 'b']);
  });

  it('does not keep a failure', async () => {
    const memory = new Memory<number>(2);
    await expect(memory.of('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await memory.of('a', async () => 1)).toBe(1);
  });
});
