import { type Caller, Refusal } from '@chancery/domain';
import type { Budgets } from '../budget/budgets.ts';
import type { Purse } from '../budget/ledger.ts';
import { readingPrice } from '../cost/readingPrice.ts';
import type { Preparation } from '../operation/prepare.ts';
import { hashOf, type TrustedOperations } from '../operation/trustedOperations.ts';
import { requireShort } from '../operation/written.ts';
import type { Passage, Stage } from '../passage.ts';
import type { Settings } from '../settings.ts';

/** What every operation costs at least, whatever becomes of it. */
export const LEAST_COST = 1;

/**
 * Whether this caller may ask this at all, before any of it is read: there is something left of his budget (§1.5), and who has not signed
 * in, or uses a client that anybody can copy, asks for a published operation (§1.6). Which one is meant, a hash may say. For a text that
 * this gateway does not know he pays before it is parsed, whether it is found valid or not.
 */
export const admit = (
  trusted: TrustedOperations,
  preparation: Pick<Preparation, 'knows'>,
  budgets: Pick<Budgets, 'spend' | 'spendAtOnce'>,
  publicClients: ReadonlySet<string>,
  pursesOf: (caller: Caller) => readonly Purse[],
): Stage => {
  const lookAt = (passage: Passage, purses: readonly Purse[]): Promise<void> | void => {
    findOperation(passage, trusted);
    if (passage.operation !== undefined) return;
    if (isBound(passage, publicClients)) throw new Refusal('OPERATION_NOT_TRUSTED');
    if (!preparation.knows(passage.source)) return budgets.spend(purses, affordable(readingPrice(passage.source), purses));
  };
  return {
    name: 'admit',
    run(passage) {
      const purses = passage.caller === null ? nobody : pursesOf(passage.caller);
      if (budgets.spendAtOnce(purses, LEAST_COST)) return lookAt(passage, purses);
      return budgets.spend(purses, LEAST_COST).then(() => lookAt(passage, purses));
    },
  };
};

/** All who have not signed in, together: what they are refused stands on record, and must not crowd out what others do. */
export const nobody: readonly Purse[] = [{ subject: 'nobody', most: 3_000 }];

/** Whose budgets the operations of a caller are charged to. */
export function pursesFor({
  callerBudget,
  institutionBudget,
}: Pick<Settings, 'callerBudget' | 'institutionBudget'>): (caller: Caller) => readonly [Purse, Purse] {
  const known = new WeakMap<Caller, readonly [Purse, Purse]>();
  return (caller) => {
    const before = known.get(caller);
    if (before !== undefined) return before;
    const { official, institution } = caller;
    const purses = [
      { subject: `caller ${official} ${institution}`, most: callerBudget },
      { subject: `institution ${institution}`, most: institutionBudget },
    ] as const;
    known.set(caller, purses);
    return purses;
  };
}

/** What is left of a whole budget pays for any text: where budgets are set lower than one costs, all of it. */
export const affordable = (price: number, purses: readonly Purse[]): number =>
  Math.min(price, ...purses.map(({ most }) => most - LEAST_COST));

function findOperation(passage: Passage, trusted: TrustedOperations): void {
  const { query, hash } = passage.request;
  requireShort(query);
  if (hash !== null && query !== '' && hashOf(query) !== hash) throw new Refusal('BAD_INPUT', 'The hash is not that of the query.');
  const published = hash === null ? trusted.withText(query) : trusted.withHash(hash);
  if (published === undefined && query === '' && hash !== null) throw new Refusal('PERSISTED_OPERATION_NOT_FOUND');
  passage.operation = published;
  passage.source = published?.source ?? query;
}

const isBound = ({ caller, client }: Passage, publicClients: ReadonlySet<string>): boolean =>
  caller === null || (client !== null && publicClients.has(client));
