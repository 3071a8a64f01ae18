import { Refusal } from '@chancery/domain';
import { Unreachable } from '@chancery/trust';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { reportFault } from './faults.ts';

/** Turns what was thrown into the errors of an answer: refusals with code and clause, our own mistakes as `INTERNAL` without details. */
export function withRefusals({ data, errors }: ExecutionResult): {
  data?: ExecutionResult['data'];
  errors?: readonly GraphQLFormattedError[];
} {
  return errors === undefined ? { data } : { ...(data === undefined ? {} : { data }), errors: errors.map(toError) };
}

function toError(error: GraphQLError): GraphQLFormattedError {
  const refusal = asRefusal(error);
  if (refusal === undefined) reportFault(`field ${error.path?.join('.') ?? ''}`, error.originalError ?? error);
  const extensions = refusal ? { code: refusal.code, clause: refusal.clause } : { code: 'INTERNAL' };
  const message = refusal?.message ?? 'Something went wrong on our side; it is on record.';
  return { message, ...(error.path ? { path: error.path } : {}), extensions };
}

/** Argument values are refused by scalars inside graphql-js, which wraps what they throw. */
function asRefusal({ originalError, message }: GraphQLError): Pick<Refusal, 'code' | 'clause' | 'message'> | undefined {
  if (originalError instanceof Refusal) return originalError;
  if (originalError instanceof Unreachable) return originalError.toRefusal();
  if (originalError instanceof GraphQLError) return placed(asRefusal(originalError), message);
  return originalError === undefined ? new Refusal('BAD_INPUT', message) : undefined;
}

/** Which of an input's values a scalar has refused: graphql-js says so around what the scalar said. */
function placed<Told extends Pick<Refusal, 'code' | 'clause' | 'message'>>(refusal: Told | undefined, around: string) {
  const place = / at "([\w.[\]]+)"; /.exec(around)?.[1];
  if (refusal === undefined || place === undefined) return refusal;
  const { code, clause, message } = refusal;
  return { code, clause, message: `${message} Look at ${place}.` };
}
