import { parseConsignmentId, parseDocumentId, Refusal } from '@chancery/domain';
import { attributes, withSpan } from '@chancery/observability';
import type { Command } from './command.ts';

/** A command as a span of its trace: which, about what, for whom, and the code of the refusal that ended it. */
export const traced =
  <Input extends object, Answer>(name: string, run: Command<Input, Answer>): Command<Input, Answer> =>
  (perimeter, input, context) => {
    const id = subjectOf(input);
    const known = {
      [attributes.operation]: name,
      ...(id === undefined ? {} : { [attributes.exchangeId]: id }),
      ...(context.caller === null ? {} : { [attributes.institution]: context.caller.institution }),
    };
    return withSpan(`command ${name}`, { attributes: known }, () => run(perimeter, input, context));
  };

/** The consignment or document that an input names; only what is well formed reaches a trace. */
function subjectOf(input: { readonly consignmentId?: unknown; readonly documentId?: unknown }): string | undefined {
  try {
    if (input.consignmentId !== undefined) return parseConsignmentId(input.consignmentId);
    return input.documentId === undefined ? undefined : parseDocumentId(input.documentId);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
