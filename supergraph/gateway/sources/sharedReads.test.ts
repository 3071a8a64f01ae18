import { describe, expect, test } from 'vitest';
import { JOINED_WITHIN_MS, type SharedBounds, SharedReads, type Sharer, type Told } from './sharedReads.ts';

describe('a read that is under way', () => {
  /** At these moments the same is asked for, while the first is not answered yet; how often it was read. */
  async function readsAt(...moments: readonly number[]): Promise<number> {
    let now = 0;
    let begun = 0;
    const reads = new SharedReads<string>(() => now);
    const answered = Promise.withResolvers<Told<string>>();
    const sharer: Sharer = { service: 'justice', deadline: undefined, weigh: () => undefined };
    const all = moments.map((moment) => {
      now = moment;
      return reads.read('key', sharer, () => {
        begun += 1;
        return answered.promise;
      });
    });
    answered.resolve({ bytes: Buffer.alloc(0), take: () => 'answer' });
    await Promise.all(all);
    return begun;
  }

  test('is joined while it is young: no answer is older than its question by more', async () => {
    expect(JOINED_WITHIN_MS).toBeLessThanOrEqual(250);
    expect(await readsAt(0, 1, JOINED_WITHIN_MS)).toBe(1);
    expect(await readsAt(0, JOINED_WITHIN_MS + 1)).toBe(2);
  });

  test('is not made younger by those who join it, and whoever comes later joins the later one', async () => {
    const [half, later] = [JOINED_WITHIN_MS / 2, JOINED_WITHIN_MS + 1];

    expect(await readsAt(0, half, later, later + half, later + JOINED_WITHIN_MS)).toBe(2);
    expect(await readsAt(0, half, later, later + half, later + later)).toBe(3);
  });

  test('weighs for those who join it what has come of it already', async () => {
    const reads = new SharedReads<string>();
    const answered = Promise.withResolvers<Told<string>>();
    const begin = ({ weigh }: SharedBounds) => {
      weigh(7);
      return answered.promise;
    };
    const seen: number[] = [];
    const sharer: Sharer = { service: 'justice', deadline: undefined, weigh: (bytes) => void seen.push(bytes) };
    const all = [reads.read('key', sharer, begin), reads.read('key', sharer, begin)];
    answered.resolve({ bytes: Buffer.alloc(0), take: () => 'answer' });
    await Promise.all(all);

    expect(seen).toEqual([7, 7]);
  });
});

test('who asks the same in the moment in which a read has been answered is answered too', async () => {
  const reads = new SharedReads<number>();
  let begun = 0;
  const read = (): Promise<Told<number>> => reads.read('same', { service: 'justice', deadline: undefined, weigh: () => undefined }, begin);
  const begin = async (): Promise<Told<number>> => {
    begun += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return { bytes: Buffer.alloc(0), take: () => begun };
  };
  const again = read().then(() => read());

  expect((await again).take()).toBe(2);
});
