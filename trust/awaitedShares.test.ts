import { describe, expect, it } from 'vitest';
import { AwaitedShares } from './awaitedShares.ts';
import type { SignedMandate } from './mandate.ts';

const sharesOf = (id: string, count = 3): readonly [SignedMandate, ...SignedMandate[]] => {
  const share = (place: number) => ({ id, digest: `${id} ${place}` }) as SignedMandate;
  return [share(0), ...Array.from({ length: count - 1 }, (_, at) => share(at + 1))];
};

describe('the shares of a mandate that are awaited', () => {
  it('are taken each once, in any order, over connections of the certificate that the first came over', () => {
    const awaited = new AwaitedShares();
    awaited.await(sharesOf('a'), 'own', 0);

    expect(awaited.take('a', 2, 'another', 1)).toBeUndefined();
    expect(awaited.take('a', 2, 'own', 1)?.digest).toBe('a 2');
    expect(awaited.take('a', 2, 'own', 1)).toBeUndefined();
    expect(awaited.take('a', 1, 'own', 1)?.digest).toBe('a 1');
    expect(awaited.take('a', 1, 'own', 1)).toBeUndefined();
  });

  it('are not those that are there to begin with, nor any that never were', () => {
    const awaited = new AwaitedShares();
    awaited.await(sharesOf('a'), 'own', 0);

    for (const place of [0, 3, 99]) expect(awaited.take('a', place, 'own', 1)).toBeUndefined();
    expect(awaited.take('b', 1, 'own', 1)).toBeUndefined();
  });

  it('are awaited for five seconds', () => {
    const awaited = new AwaitedShares();
    awaited.await(sharesOf('a'), 'own', 1_000);

    expect(awaited.take('a', 1, 'own', 5_999)).toBeDefined();
    expect(awaited.take('a', 2, 'own', 6_000)).toBeUndefined();
  });

  it('are not forgotten for others: of too many the next ones are not awaited, until some have come or their time is over', () => {
    const awaited = new AwaitedShares(2);
    const announce = (id: string, now: number) => awaited.await(sharesOf(id, 3), 'own', now);
    for (const id of ['a', 'b', 'c']) announce(id, 0);
    expect(awaited.take('c', 1, 'own', 1)).toBeUndefined();

    for (const place of [1, 2]) expect(awaited.take('b', place, 'own', 2)?.id).toBe('b');
    for (const id of ['c', 'd']) announce(id, 3);
    expect(awaited.take('d', 1, 'own', 4)).toBeUndefined();
    expect(awaited.take('a', 1, 'own', 4)?.id).toBe('a');

    announce('d', 5_000);
    expect(awaited.take('a', 2, 'own', 5_000)).toBeUndefined();
    for (const id of ['c', 'd']) expect(awaited.take(id, 1, 'own', 5_000)?.id).toBe(id);
  });

  it('take no room where one request has the mandate to itself', () => {
    const awaited = new AwaitedShares(1);
    for (const id of ['a', 'b']) awaited.await(sharesOf(id, 1), 'own', 0);
    awaited.await(sharesOf('c', 2), 'own', 0);

    expect(awaited.take('c', 1, 'own', 0)?.id).toBe('c');
  });
});
