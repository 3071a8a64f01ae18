import { parseConsignmentId, parseDispatchId, parseDocumentId, Refusal } from '@chancery/domain';
import { attributes, type SpanHandle, withSpan } from '@chancery/observability';
import type { CallContext } from './context.ts';

/** A command as a span of its trace: which, for whom, about what (`exchange.id`), and the code of the refusal that ended it. */
export function tracedCommand<Answer>(
  name: string,
  { caller }: CallContext,
  input: unknown,
  run: (span: SpanHandle) => Promise<Answer>,
): Promise<Answer> {
  const asked = subjectOf(input);
  const known = { [attributes.operation]: name, ...(caller === null ? {} : { [attributes.institution]: caller.institution }), ...asked };
  return withSpan(`command ${name}`, { attributes: known }, async (span) => {
    const answer = await run(span);
    // What a draft is about is known when it is made.
    if (asked[attributes.exchangeId] === undefined)
      for (const [attribute, id] of Object.entries(subjectOf(answer))) span.set(attribute, id);
    return answer;
  });
}

/** The ids by which a trace is found, of those that an input or an answer names; only what is well formed reaches a trace. */
function subjectOf(named: unknown): Readonly<Record<string, string>> {
  const { consignmentId, documentId, dispatchId } = (typeof named === 'object' && named !== null ? named : {}) as Named;
  const consignment = wellFormed(parseConsignmentId, consignmentId);
  const document = wellFormed(parseDocumentId, documentId);
  const dispatch = wellFormed(parseDispatchId, dispatchId);
  const id = consignment ?? document;
  return {
    ...(id === undefined ? {} : { [attributes.exchangeId]: id }),
    ...(document === undefined || document === id ? {} : { [attributes.document]: document }),
    ...(dispatch === undefined ? {} : { [attributes.dispatch]: dispatch }),
  };
}

interface Named {
  readonly consignmentId?: unknown;
  readonly documentId?: unknown;
  readonly dispatchId?: unknown;
}

function wellFormed(parse: (value: unknown) => string, value: unknown): string | undefined {
  try {
    return value === undefined ? undefined : parse(value);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
