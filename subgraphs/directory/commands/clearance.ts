import { Refusal } from '@chancery/domain';
import { setClearance } from '../tables/officials.ts';
import { asOfficer, type OfficialInput, requireOwn } from './asOfficer.ts';
import type { DirectoryCommand } from './directoryCommand.ts';
import { propose } from './propose.ts';

/** §2.6.2 A security officer proposes that an official of the own institution may know of RESTRICTED documents. */
export const grantClearance: DirectoryCommand<OfficialInput> = (db, context, input) =>
  asOfficer(db, context, { name: 'grantClearance', input }, async (scope) => {
    const { id, institution, clearance } = scope.official;
    requireOwn(scope, scope.official);
    if (clearance) throw new Refusal('CLEARANCE_ALREADY_HELD');
    return propose(scope, { official: id, institution, duty: null, from: null, to: null });
  });

/** §2.6.1 A security officer takes clearance from an official of the own institution, at once. */
export const withdrawClearance: DirectoryCommand<OfficialInput> = (db, context, input) =>
  asOfficer(db, context, { name: 'withdrawClearance', input }, async (scope) => {
    const { id, institution, clearance } = scope.official;
    requireOwn(scope, scope.official);
    if (!clearance) throw new Refusal('CLEARANCE_NOT_HELD');
    await setClearance(scope.tx, id, false, scope.version);
    scope.tell(id, { institution });
    return { official: id };
  });
