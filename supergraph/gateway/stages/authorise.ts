import { Refusal } from '@chancery/domain';
import type { Profile } from '@chancery/trust';
import type { GraphQLSchema } from 'graphql';
import { asError } from '../errors.ts';
import { authorise as decideAll, type Verdict } from '../operation/authorise.ts';
import type { Decisions } from '../operation/decisions.ts';
import type { PreparedOperation } from '../operation/prepare.ts';
import type { Passage, Stage } from '../passage.ts';

/** What of it may be asked by this caller: decided before anything is planned or fetched. A mutation runs whole or not at all. */
export const authorise = (schema: GraphQLSchema, decisions: Decisions, profile: Profile): Stage => ({
  name: 'authorise',
  run(passage) {
    const { operation, caller, scopes } = passage;
    if (operation === undefined) return;
    const verdict = decideAll(schema, operation, passage.variables, decisions, { caller, scopes });
    if (!(verdict instanceof Promise)) return follow(passage, operation, verdict, profile);
    return verdict.then((decided) => follow(passage, operation, decided, profile));
  },
});

function follow(passage: Passage, operation: PreparedOperation, verdict: Verdict, profile: Profile): void {
  passage.decision = verdict.decision;
  // Of the published schema nothing is told to whoever may not see it, in earnest to nobody; and no part of an answer goes with it.
  const schemaDenied = verdict.denied.get('Query.__schema') ?? verdict.denied.get('Query.__type');
  if (schemaDenied !== undefined) throw schemaDenied;
  if (operation.asksSchema && profile === 'production') throw new Refusal('INTROSPECTION_OFF');
  passage.verdict = verdict;
  if (operation.definition.operation === 'query' || verdict.deniedRoots.size === 0) return;
  passage.answer = { data: null, errors: [...verdict.deniedRoots].map(([name, refusal]) => asError(refusal, [name])) };
}
