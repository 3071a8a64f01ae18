import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { beginningOfMinute } from '../../../tests/kit/beginningOfMinute.ts';
import { migratedDatabase } from '../../../tests/kit/databases.ts';
import { rowsOf } from '../../../tests/kit/rows.ts';
import { BudgetSpent } from './budgetSpent.ts';
import { Budgets } from './budgets.ts';
import { type Ledger, openLedger, type Purse } from './ledger.ts';

const migrations = new URL('../../prisma/migrations/', import.meta.url);
const caller: Purse = { subject: 'caller JUS:o.petrenko JUS', most: 1_000 };
const other: Purse = { subject: 'caller JUS:n.hnatiuk JUS', most: 1_000 };
const institution: Purse = { subject: 'institution JUS', most: 1_500 };
const open: Budgets[] = [];
let url = '';

beforeEach(async () => {
  url = await migratedDatabase(migrations);
  await beginningOfMinute();
});
afterAll(() => Promise.all(open.map((budgets) => budgets.close())));

/** The budgets as one more gateway keeps them. */
function gateway(ledger: Ledger = openLedger(url, 20_000)): Budgets {
  const budgets = new Budgets(ledger);
  open.push(budgets);
  return budgets;
}

/** How much can be spent, 10 at a time, until it is refused. */
async function spendAll(budgets: Budgets, purses: readonly Purse[]): Promise<{ readonly spent: number; readonly refusal: unknown }> {
  for (let spent = 0; ; spent += 10) {
    try {
      await budgets.spend(purses, 10);
    } catch (refusal) {
      return { spent, refusal };
    }
  }
}

/** What was spent just now becomes what was spent a minute ago. */
const minutePasses = () => rowsOf(url, 'UPDATE budget_window SET minute = minute - 1');

describe('a budget', () => {
  test('is one for all gateways, and is spent to the last', async () => {
    const gateways = [gateway(), gateway(), gateway()];
    const spent = await Promise.all(gateways.map((each) => spendAll(each, [caller])));

    expect(spent.reduce((total, each) => total + each.spent, 0)).toBe(1_000);
    for (const { refusal } of spent) expect(refusal).toMatchObject({ code: 'BUDGET_SPENT', clause: '1.5' });
  });

  test('of an institution is spent by all its officials', async () => {
    const [one, two] = [gateway(), gateway()];
    const first = await spendAll(one, [caller, institution]);
    const second = await spendAll(two, [other, institution]);

    // What a gateway has taken of the institution's for a caller who may no more is its own until the minute is over.
    expect(first.spent).toBe(1_000);
    expect(second.spent).toBeGreaterThanOrEqual(450);
    expect(second.spent).toBeLessThanOrEqual(500);
    expect(second.refusal).toMatchObject({ message: expect.stringContaining('your institution') });
  });

  test('of one is not another one’s', async () => {
    const budgets = gateway();
    await spendAll(budgets, [caller]);

    await expect(budgets.spend([other], 10)).resolves.toBeUndefined();
  });

  test('says when there is room again', async () => {
    const { refusal } = await spendAll(gateway(), [caller]);
    expect(refusal).toBeInstanceOf(BudgetSpent);
    const { retryAfter } = refusal as BudgetSpent;
    const secondsLeft = 60 - (Date.now() % 60_000) / 1_000;

    // In the next minute what was spent in this one gets less by a sixtieth in a second.
    expect(retryAfter).toBeGreaterThanOrEqual(Math.floor(secondsLeft));
    expect(retryAfter).toBeLessThanOrEqual(Math.ceil(secondsLeft) + 2);
  });

  test('is carried over into the next minute as far as the last sixty seconds reach back', async () => {
    await spendAll(gateway(), [caller]);
    await minutePasses();
    const share = 1 - (Date.now() % 60_000) / 60_000;
    const { spent } = await spendAll(gateway(), [caller]);

    expect(Math.abs(spent - 1_000 * (1 - share))).toBeLessThanOrEqual(60);
    await minutePasses();
    await minutePasses();
    expect((await spendAll(gateway(), [caller])).spent).toBe(1_000);
  });

  test('is spent by many at once without a question for each', async () => {
    const ledger = openLedger(url, 20_000);
    const take = vi.fn(ledger.take);
    const budgets = gateway({ ...ledger, take });
    const large = { ...caller, most: 1_000_000 };
    await Promise.all(Array.from({ length: 2_000 }, () => budgets.spend([large], 20)));

    expect(take.mock.calls.length).toBeLessThanOrEqual(4);
    expect(budgets.left(large)).toBe(960_000);
  });

  test('is spent at once out of what was taken before, to the same end', async () => {
    const budgets = gateway(openLedger(url));
    expect(budgets.spendAtOnce([caller], 10)).toBe(false);
    await budgets.spend([caller], 10);
    expect(budgets.spendAtOnce([caller], 10)).toBe(true);
    expect(budgets.left(caller)).toBe(980);
    expect(budgets.spendAtOnce([caller], 500)).toBe(false);
    expect(budgets.left(caller)).toBe(980);
  });

  test('forgets minutes that count no more', async () => {
    const ledger = openLedger(url, 20_000);
    await gateway(ledger).spend([caller], 10);
    await minutePasses();
    await ledger.prune();
    expect(await rowsOf(url, 'SELECT subject FROM budget_window')).toHaveLength(1);
    await minutePasses();
    await ledger.prune();
    expect(await rowsOf(url, 'SELECT subject FROM budget_window')).toEqual([]);
  });
});

describe('while the ledger is away', () => {
  const broken: Ledger = {
    take: () => Promise.reject(new Error('away')),
    prune: () => Promise.reject(new Error('away')),
    close: () => Promise.resolve(),
  };

  test('each gateway counts for itself', async () => {
    const budgets = gateway(broken);

    expect((await spendAll(budgets, [caller, institution])).spent).toBe(1_000);
    expect(await spendAll(budgets, [other, institution])).toMatchObject({ spent: 500, refusal: { code: 'BUDGET_SPENT' } });
    expect(budgets.left(caller)).toBe(0);
  });

  test('is spent at once as each counts for itself', () => {
    const budgets = new Budgets(null);
    for (let i = 0; i < 100; i++) expect(budgets.spendAtOnce([caller], 10)).toBe(true);
    expect(() => budgets.spendAtOnce([caller], 10)).toThrow(expect.objectContaining({ code: 'BUDGET_SPENT' }));
  });

  test('nobody waits for it again and again, and it is asked again after a while', async () => {
    const take = vi.fn(broken.take);
    const budgets = gateway({ ...broken, take });
    for (let i = 0; i < 50; i++) await budgets.spend([caller], 1);
    expect(take).toHaveBeenCalledTimes(1);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await budgets.spend([caller], 1);
    expect(take).toHaveBeenCalledTimes(2);
  });

  test('a server that does not answer at all keeps nobody waiting for long', async () => {
    const budgets = gateway(openLedger('postgresql://nobody@127.0.0.1:1/none'));
    const begun = performance.now();
    await budgets.spend([caller], 1);

    expect(performance.now() - begun).toBeLessThan(8_000);
  });
});
