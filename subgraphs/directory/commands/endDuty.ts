import { type Duty, Refusal } from '@chancery/domain';
import { noteChange } from '../tables/officials.ts';
import { endTenure } from '../tables/tenures.ts';
import { asOfficer, type OfficialInput } from './asOfficer.ts';
import type { DirectoryCommand } from './directoryCommand.ts';

export interface EndDutyInput extends OfficialInput {
  readonly duty: Duty;
}

/** §2.6.1 A security officer ends at once a duty in the own institution, and with it what was delegated of it (§2.5.3). Throws `DUTY_NOT_HELD`. */
export const endDuty: DirectoryCommand<EndDutyInput> = (db, context, input) =>
  asOfficer(db, context, { name: 'endDuty', input }, async ({ tx, caller, now, version, official, tell }) => {
    const asked = { official: official.id, institution: caller.institution, duty: input.duty };
    if (!(await endTenure(tx, asked, now))) throw new Refusal('DUTY_NOT_HELD');
    await noteChange(tx, official.id, version);
    tell(official.id, asked);
    return { official: official.id };
  });
