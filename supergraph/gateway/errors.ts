import { Refusal, refusals } from '@chancery/domain';
import { Unreachable } from '@chancery/trust';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { BudgetSpent } from './budget/budgetSpent.ts';
import { InstitutionAway } from './institutionAway.ts';
import type { Answer } from './passage.ts';

const ours: ReadonlySet<string> = new Set([...Object.keys(refusals), 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);

/** Whether a code is one of those that leave the gateway; a subgraph may write anything into its errors. */
export const isOurs = (code: string): boolean => ours.has(code);

/** A refusal as a GraphQL error: the code that never changes, and the clause that refuses. */
export function asError(refusal: Refusal, path?: readonly (string | number)[]): GraphQLFormattedError {
  const { message, code, clause } = refusal;
  const extensions = { code, clause, ...(refusal instanceof BudgetSpent ? { retryAfter: refusal.retryAfter } : {}), ...awayIn(refusal) };
  return { message, ...(path === undefined ? {} : { path }), extensions };
}

function awayIn(refusal: Refusal): { readonly institution?: string; readonly since?: string } {
  if (!(refusal instanceof InstitutionAway)) return {};
  const { institution, since } = refusal;
  return { institution, ...(since === null ? {} : { since: since.toISOString() }) };
}

/** The answer to an operation that a stage ended by throwing: nothing was executed, or nothing may be shown. */
export function answerOf(error: unknown, traceId: string): Answer {
  if (error instanceof Refusal) return { errors: [asError(error)] };
  if (error instanceof Unreachable) return { errors: [asError(error.toRefusal())] };
  if (error instanceof GraphQLError) return { errors: [error.toJSON()] };
  reportFault(error, traceId);
  return { errors: [internal()] };
}

/** A mistake of ours, told without details: they are in the log, under the trace. */
export const internal = (path?: readonly (string | number)[]): GraphQLFormattedError => ({
  message: 'Something went wrong on our side; it is on record.',
  ...(path === undefined ? {} : { path }),
  extensions: { code: 'INTERNAL' },
});

/** Writes a mistake of ours to the log, whole. */
export function reportFault(error: unknown, traceId: string): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error);
  process.stderr.write(`${new Date().toISOString()} gateway fault, trace ${traceId}: ${text}\n`);
}
