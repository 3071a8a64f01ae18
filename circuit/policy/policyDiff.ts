import type { ServiceClient } from '@chancery/trust';
import { Judge } from './askJudge.ts';
import { Comparison, type Difference } from './compareRulings.ts';
import { type OtherRules, otherRules } from './otherRules.ts';
import { recordedRulings, type Span } from './recordedRulings.ts';

/** What would change under other rules, and which those are. */
export interface PolicyDiff extends Difference {
  readonly against: string;
  /** The names of the rules that decided, and of the other ones; null where these are too old to have one. */
  readonly bundles: { readonly recorded: readonly string[]; readonly other: string | null };
}

/**
 * Decides again by other rules what the gateway has decided (§10.6).
 * @param against a folder with `policy/` and `domain/`, or a git ref of this repository
 */
export async function policyDiff(client: Pick<ServiceClient, 'ask'>, against: string, span: Span): Promise<PolicyDiff> {
  const rules = otherRules(against);
  try {
    return await compare(client, rules, span);
  } finally {
    rules.dispose();
  }
}

async function compare(client: Pick<ServiceClient, 'ask'>, { name, folder }: OtherRules, span: Span): Promise<PolicyDiff> {
  const judge = await Judge.start(folder);
  const comparison = new Comparison();
  const bundles = new Set<string>();
  try {
    for await (const page of recordedRulings(client, span)) {
      for (const { bundle } of page) bundles.add(bundle);
      const decided = page.flatMap((ruling) => {
        const { attributes, refused } = ruling;
        if (attributes === null || (attributes.fields !== null && refused === null)) comparison.addLost(ruling.count);
        else if (attributes.fields === null) comparison.addStopped(ruling.count);
        else return [{ ruling, attributes }];
        return [];
      });
      const rulings = await judge.rule(decided.map(({ attributes }) => attributes));
      decided.forEach(({ ruling }, index) => {
        const after = rulings[index];
        if (after !== undefined) comparison.add(ruling, after);
      });
    }
  } finally {
    judge.close();
  }
  return { against: name, bundles: { recorded: [...bundles], other: judge.hash }, ...comparison.difference };
}
