import type { GraphQLSchema } from 'graphql';
import { project as lay } from '../operation/project.ts';
import type { Stage } from '../passage.ts';

/** What was denied stands in the answer as null, with the clause that denied it. */
export const project = (schema: GraphQLSchema): Stage => ({
  name: 'project',
  always: true,
  run(passage) {
    const { verdict, operation, answer, variables } = passage;
    if (verdict === undefined || operation === undefined || answer === undefined) return;
    // A refused mutation was answered already, and where nothing was cut out the answer is as it was fetched.
    if (verdict.allowed === operation || (operation.definition.operation === 'mutation' && verdict.deniedRoots.size > 0)) return;
    return lay(schema, operation, variables, answer, verdict.denied).then((laid) => {
      passage.answer = laid;
    });
  },
});
