import { publicGraph, type TrustedOperation } from '@chancery/schema';
import { Tariff } from '../cost/tariff.ts';
import { usualSettings } from '../settings.ts';
import { requireWithin } from '../stages/limit.ts';
import { planned } from '../supergraphExecutor.ts';
import { Preparation } from './prepare.ts';

/** What is wrong with operations that are to be published, one sentence each: the graph must answer them, within its limits. §1.6 */
export function faultsOfOperations(supergraphSdl: string, operations: readonly TrustedOperation[]): readonly string[] {
  const schema = publicGraph(supergraphSdl);
  const [preparation, tariff] = [new Preparation(schema), new Tariff(schema, planned(supergraphSdl))];
  return operations.flatMap(({ name, body }) => {
    try {
      const { document, definition, extent } = preparation.prepare(body, null);
      requireWithin(extent);
      const cost = tariff.costOf(document, definition, {});
      return cost > usualSettings.operationCost ? [`${name} costs ${cost}, at most ${usualSettings.operationCost}.`] : [];
    } catch (error) {
      return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}
