import { Refusal } from '@chancery/domain';
import type { Decide } from '@chancery/policy';
import type { Profile } from '@chancery/trust';
import type { GraphQLSchema } from 'graphql';
import { asError } from '../errors.ts';
import { authorise as decideAll } from '../operation/authorise.ts';
import type { Stage } from '../passage.ts';

/** What of it may be asked by this caller: decided before anything is planned or fetched. A mutation runs whole or not at all. */
export const authorise = (schema: GraphQLSchema, decide: Decide, profile: Profile): Stage => ({
  name: 'authorise',
  async run(passage) {
    const { operation, caller } = passage;
    if (operation === undefined) return;
    // The graph is told to those who have signed in, as everything is, and in earnest to nobody.
    if (operation.asksSchema && caller === null) throw new Refusal('UNAUTHENTICATED');
    if (operation.asksSchema && profile === 'production') throw new Refusal('INTROSPECTION_OFF');
    const verdict = await decideAll(schema, operation, passage.variables, decide, { caller });
    passage.verdict = verdict;
    if (operation.definition.operation === 'query' || verdict.deniedRoots.size === 0) return;
    passage.answer = { data: null, errors: [...verdict.deniedRoots].map(([name, refusal]) => asError(refusal, [name])) };
  },
});
