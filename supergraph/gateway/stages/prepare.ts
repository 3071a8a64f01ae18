import { Refusal } from '@chancery/domain';
import { attributes } from '@chancery/observability';
import { namedIn, tracedName } from '../auditRecords.ts';
import { type Preparation, unnamed } from '../operation/prepare.ts';
import type { Passage, Stage } from '../passage.ts';

/** What is asked: parsed, found valid, with its variables. */
export const prepare = (preparation: Preparation): Stage => ({
  name: 'prepare',
  run(passage) {
    const { request } = passage;
    const { operationName, variables } = request;
    const { operation: published, source } = passage;
    const operation = published ?? preparation.prepare(source, operationName);
    // A published operation was prepared when the gateway started. It stands alone in its text: by another name none is meant.
    if (published !== undefined && operationName !== null && operationName !== published.definition.name?.value)
      throw unnamed(operationName);
    passage.operation = operation;
    passage.span.set(attributes.operation, tracedName(passage));
    if (request.method === 'GET' && operation.definition.operation === 'mutation')
      throw new Refusal('BAD_INPUT', 'Mutations come by POST.');
    passage.variables = preparation.variables(operation, variables);
    // One with a default may be given as null (GraphQL specification, 5.8.5), and then says neither.
    const unsaid = operation.conditions.find((name) => typeof passage.variables[name] !== 'boolean' && name in passage.variables);
    if (unsaid !== undefined) throw new Refusal('BAD_INPUT', `$${unsaid} is true or false.`);
    noteSubject(passage);
  },
});

/** By these ids a trace is found. */
function noteSubject(passage: Passage): void {
  const { documentIds, consignmentId } = namedIn(passage);
  const [document] = documentIds;
  const id = consignmentId ?? document;
  if (id !== undefined) passage.span.set(attributes.exchangeId, id);
  if (document !== undefined && document !== id) passage.span.set(attributes.document, document);
}
