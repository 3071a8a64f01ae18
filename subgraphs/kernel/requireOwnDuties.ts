import { type Caller, Refusal } from '@chancery/domain';
import type { DirectoryCopy } from '@chancery/trust';
import type { CallContext } from './context.ts';

/** The copy of the directory that says what officials hold. */
export type DutiesKnown = Pick<DirectoryCopy, 'official' | 'callerOf' | 'refresh'>;

/**
 * §2.3 Nor are duties and clearance another service's word: the official holds what a mandate says by the own copy of the directory of the service that
 * carries the command out. Throws `DUTY_REQUIRED`, and `Unreachable` where that copy is not confirmed (§14.8).
 */
export async function requireOwnDuties(directory: DutiesKnown, { caller, now }: Pick<CallContext, 'caller' | 'now'>): Promise<void> {
  if (caller === null || holds(directory, caller, now)) return;
  // A duty that was given a moment ago may have reached the gateway's copy first.
  await directory.refresh();
  if (!holds(directory, caller, now)) throw new Refusal('DUTY_REQUIRED');
}

function holds(directory: DutiesKnown, { official: id, institution, duties, clearance }: Caller, now: Date): boolean {
  const official = directory.official(id);
  if (official === undefined) return false;
  try {
    const known = directory.callerOf(official, institution, now);
    return duties.every((duty) => known.duties.includes(duty)) && (known.clearance || !clearance);
  } catch (error) {
    // Of another institution, and without a duty here as far as this copy knows.
    if (error instanceof Refusal && error.code === 'DUTY_REQUIRED') return false;
    throw error;
  }
}
