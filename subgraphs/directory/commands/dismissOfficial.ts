import { declineAll } from '../tables/appointments.ts';
import { markDismissed } from '../tables/officials.ts';
import { endAllTenures } from '../tables/tenures.ts';
import { asOfficer, type OfficialInput, requireOwn } from './asOfficer.ts';
import type { DirectoryCommand } from './directoryCommand.ts';

/** §2.6.1 A security officer ends at once all that an official of the own institution holds, wherever; what others decide about him is declined. */
export const dismissOfficial: DirectoryCommand<OfficialInput> = (db, context, input) =>
  asOfficer(db, context, { name: 'dismissOfficial', input }, async ({ tx, caller, now, version, official, tell }) => {
    requireOwn({ caller }, official);
    await endAllTenures(tx, official.id, now);
    await declineAll(tx, official.id, caller.official, now);
    await markDismissed(tx, official.id, now, version);
    tell(official.id, { institution: official.institution });
    return { official: official.id };
  });
