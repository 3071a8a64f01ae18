import { endOf, isOver, parseDelegationId, Refusal, refuseAboutSelf } from '@chancery/domain';
import { isSecurityOfficer } from '../tables/appointments.ts';
import { bringForward, type DelegationRecord, findDelegation } from '../tables/delegations.ts';
import { noteChange } from '../tables/officials.ts';
import { type CommandInput, type DirectoryCommand, type DirectoryScope, directoryCommand } from './directoryCommand.ts';

export interface EndDelegationInput extends CommandInput {
  readonly delegationId: string;
}

/** §2.5.3 Who gave a delegation, or a security officer of the institution, ends it at once. Throws `DELEGATION_NOT_FOUND`, `DELEGATION_ENDED`. */
export const endDelegation: DirectoryCommand<EndDelegationInput> = (db, context, input) =>
  directoryCommand(db, context, { name: 'endDelegation', input }, async (scope) => {
    const { tx, caller, now, version, tell } = scope;
    const id = parseDelegationId(input.delegationId);
    const delegation = await findDelegation(tx, id);
    if (delegation?.institution !== caller.institution) throw new Refusal('DELEGATION_NOT_FOUND');
    await requireMayEnd(scope, delegation);
    if (isOver(delegation, now)) throw new Refusal('DELEGATION_ENDED');
    await bringForward(tx, id, endOf(delegation, now));
    await noteChange(tx, delegation.delegate, version);
    tell(delegation.delegate, { institution: delegation.institution, duty: delegation.duty, reference: id });
    return { delegation: id };
  });

async function requireMayEnd({ tx, caller, now }: DirectoryScope, { delegator, delegate }: DelegationRecord): Promise<void> {
  if (caller.official === delegator) return;
  if (!(await isSecurityOfficer(tx, caller.official, caller.institution, now))) throw new Refusal('NOT_YOUR_DELEGATION');
  refuseAboutSelf(caller.official, delegate);
}
