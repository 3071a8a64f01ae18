import { type Act, parseConsignmentId, parseDispatchId, parseDocumentId, parseExportId, parseOfficialId, Refusal } from '@chancery/domain';
import { attributes, type SpanHandle, withSpan } from '@chancery/observability';
import { announceEvents } from './announcements.ts';
import { actOf } from './command.ts';
import type { CallContext } from './context.ts';
import type { Transaction } from './database.ts';
import { emitOutside } from './outbox.ts';

/**
 * Answers a field that is a command: a span of its trace that says which, for whom, about what (`exchange.id`); and where it is refused, by whatever
 * and however early, one refused act on record. §10.1
 */
export function answerCommand<Answer>(
  db: Transaction,
  { caller }: CallContext,
  { name, input }: { readonly name: string; readonly input: unknown },
  run: (span: SpanHandle) => Promise<Answer>,
): Promise<Answer> {
  const asked = subjectOf(input);
  const known = { [attributes.operation]: name, ...(caller === null ? {} : { [attributes.institution]: caller.institution }), ...asked };
  return withSpan(`command ${name}`, { attributes: known }, async (span) => {
    const answer = await run(span).catch(async (error: unknown) => {
      if (error instanceof Refusal)
        await recordRefusal(db, actOf(name, caller), asked[attributes.exchangeId] ?? officialOf(input) ?? exportOf(input), error);
      throw error;
    });
    // What a draft is about is known when it is made.
    if (asked[attributes.exchangeId] === undefined)
      for (const [attribute, id] of Object.entries(subjectOf(answer))) span.set(attribute, id);
    return answer;
  });
}

async function recordRefusal(db: Transaction, act: Act, subject: string | null, { code, clause }: Refusal): Promise<void> {
  await emitOutside(db, act, [{ type: 'refused', subject, code, clause }]);
  announceEvents();
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

/** The official whom an input is about: a person stands in the audit trail, and in no trace. */
const officialOf = (input: unknown): string | null =>
  typeof input === 'object' && input !== null && 'official' in input ? (wellFormed(parseOfficialId, input.official) ?? null) : null;

/** The export that an input is about. */
const exportOf = (input: unknown): string | null =>
  typeof input === 'object' && input !== null && 'exportId' in input ? (wellFormed(parseExportId, input.exportId) ?? null) : null;

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
