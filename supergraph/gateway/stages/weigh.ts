import { type Caller, Refusal } from '@chancery/domain';
import { attributes } from '@chancery/observability';
import { getOperationAST } from 'graphql';
import type { Budgets } from '../budget/budgets.ts';
import type { Purse } from '../budget/ledger.ts';
import { planningPrice } from '../cost/readingPrice.ts';
import type { Tariff } from '../cost/tariff.ts';
import type { TrustedOperations } from '../operation/trustedOperations.ts';
import type { Passage, Stage } from '../passage.ts';
import type { Settings } from '../settings.ts';
import type { SupergraphExecutor } from '../supergraphExecutor.ts';
import { affordable, LEAST_COST } from './admit.ts';

/**
 * What it may cost at most is known before anything is fetched: too much is refused, and the rest comes out of the caller's budget (§1.5). What
 * is denied costs nothing. What is not planned yet, as its variables choose, is paid for by what planning it takes; published operations are not.
 */
export const weigh = (
  tariff: Tariff,
  isPlanned: SupergraphExecutor['isPlanned'],
  trusted: Pick<TrustedOperations, 'has'>,
  budgets: Pick<Budgets, 'spend' | 'spendAtOnce' | 'left'>,
  settings: Pick<Settings, 'callerBudget' | 'institutionBudget' | 'operationCost'>,
  pursesOf: (caller: Caller) => readonly Purse[],
): Stage => ({
  name: 'weigh',
  run(passage): Promise<void> | void {
    const { caller, request } = passage;
    const limit = Math.min(settings.operationCost, settings.callerBudget, settings.institutionBudget);
    const estimated = costOf(passage, tariff);
    const purses = caller === null ? [] : pursesOf(caller);
    const tell = (): void => {
      if (request.asksCost) passage.cost = { estimated, limit, remaining: purses[0] === undefined ? 0 : budgets.left(purses[0]) };
    };
    passage.span.set(attributes.cost, estimated);
    tell();
    if (estimated > limit) throw new Refusal('OPERATION_TOO_EXPENSIVE', `Cost: ${estimated}, at most ${limit}.`);
    const price = Math.max(0, estimated - LEAST_COST) + planningCost(passage, isPlanned, trusted);
    const due = affordable(price, purses);
    if (purses.length > 0 && price > 0 && !budgets.spendAtOnce(purses, due)) return budgets.spend(purses, due).then(tell);
    tell();
  },
});

function planningCost(
  { operation, verdict, variables }: Passage,
  isPlanned: SupergraphExecutor['isPlanned'],
  trusted: Pick<TrustedOperations, 'has'>,
): number {
  const allowed = verdict?.allowed;
  if (operation === undefined || allowed == null || trusted.has(operation)) return 0;
  return isPlanned(allowed, operation, variables) ? 0 : planningPrice(operation.extent);
}

function costOf({ operation, verdict, variables }: Passage, tariff: Tariff): number {
  const document = verdict?.allowed?.document;
  if (operation === undefined || document === undefined) return 0;
  // What was cut is one operation, without a choice.
  const definition = document === operation.document ? operation.definition : getOperationAST(document);
  return definition == null ? 0 : tariff.costOf(document, definition, variables);
}
