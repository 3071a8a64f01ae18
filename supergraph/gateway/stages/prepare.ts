import { Refusal } from '@chancery/domain';
import { attributes } from '@chancery/observability';
import type { Preparation } from '../operation/prepare.ts';
import type { Stage } from '../passage.ts';

/** What is asked: parsed, found valid, with its variables. */
export const prepare = (preparation: Preparation): Stage => ({
  name: 'prepare',
  run(passage) {
    const { request } = passage;
    const { query, operationName, variables } = request;
    const operation = preparation.prepare(query, operationName);
    passage.operation = operation;
    passage.span.set(attributes.operation, operation.definition.name?.value ?? operation.definition.operation);
    if (request.method === 'GET' && operation.definition.operation === 'mutation')
      throw new Refusal('BAD_INPUT', 'Mutations come by POST.');
    passage.variables = preparation.variables(operation, variables);
  },
});
