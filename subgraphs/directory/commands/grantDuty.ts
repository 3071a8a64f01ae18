import { type Duty, needsFourEyes, overlap, type Period, Refusal } from '@chancery/domain';
import { noteChange } from '../tables/officials.ts';
import { type DutyOf, insertTenure, readTenures } from '../tables/tenures.ts';
import { asOfficer, type OfficialInput } from './asOfficer.ts';
import type { DirectoryCommand, DirectoryScope } from './directoryCommand.ts';
import { propose } from './propose.ts';

export interface GrantDutyInput extends OfficialInput {
  readonly duty: Duty;
  readonly from?: Date | null;
  readonly to?: Date | null;
}

/**
 * §2.6.1 A security officer gives an official, of whatever institution, a duty in the own one. §2.6.2 What it takes two for is only proposed.
 * Throws `PERIOD_INVALID`, `DUTY_ALREADY_HELD`, `APPOINTMENT_PENDING`.
 */
export const grantDuty: DirectoryCommand<GrantDutyInput> = (db, context, input) =>
  asOfficer(db, context, { name: 'grantDuty', input }, async (scope) => {
    const { tx, caller, now, official, version } = scope;
    const { duty, from = null, to = null } = input;
    const asked: DutyOf = { official: official.id, institution: caller.institution, duty };
    const period = periodFrom(from ?? now, to, now);
    await requireFree(scope, asked, period);
    if (needsFourEyes(duty)) return propose(scope, { ...asked, from, to });
    await insertTenure(tx, asked, period);
    await noteChange(tx, official.id, version);
    scope.tell(official.id, asked);
    return { official: official.id };
  });

/** A time for which a duty may be held; throws `PERIOD_INVALID`. */
export function periodFrom(from: Date, to: Date | null, now: Date): Period {
  if (from < now || (to !== null && to <= from)) throw new Refusal('PERIOD_INVALID');
  return { from, to };
}

/** Nobody is given twice what he holds; throws `DUTY_ALREADY_HELD`. */
export async function requireFree({ tx, now }: DirectoryScope, { official, institution, duty }: DutyOf, period: Period): Promise<void> {
  const held = (await readTenures(tx, [official], now))(official);
  const isHeld = held.some(
    (each) => each.delegatedBy === null && each.duty === duty && each.institution === institution && overlap(each, period),
  );
  if (isHeld) throw new Refusal('DUTY_ALREADY_HELD');
}
