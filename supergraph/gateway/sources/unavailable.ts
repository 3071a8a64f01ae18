import { Refusal } from '@chancery/domain';
import { Unreachable } from '@chancery/trust';
import type { GraphQLFormattedError } from 'graphql';
import { asError, internal, reportFault } from '../errors.ts';
import { InstitutionAway } from '../institutionAway.ts';

/** What is said where a part of the graph gave no answer: by whom it is missed and since when, and never how we know. */
export function missing(error: unknown, path: readonly (string | number)[], institution: string | null): GraphQLFormattedError {
  if (error instanceof Refusal) return asError(error, path);
  if (!(error instanceof Unreachable)) {
    reportFault(error, '-');
    return internal(path);
  }
  if (error.reason === 'stopped') return asError(new Refusal('OPERATION_TOO_SLOW', 'This part had not come.'), path);
  // One that answers nonsense is not away: somebody must look at it.
  if (error.reason === 'fault' || error.reason === 'no sense') reportFault(error.cause ?? error, '-');
  if (institution === null) return asError(new Refusal('SERVICE_UNAVAILABLE'), path);
  return asError(new InstitutionAway(institution, error), path);
}
