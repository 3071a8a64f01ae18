import { type Duty, delegationId, parseOfficialId, planDelegation } from '@chancery/domain';
import { newId } from '@chancery/trust';
import { insertDelegation } from '../tables/delegations.ts';
import { actingOfficial, noteChange } from '../tables/officials.ts';
import { readTenures } from '../tables/tenures.ts';
import type { OfficialInput } from './asOfficer.ts';
import { type DirectoryCommand, directoryCommand } from './directoryCommand.ts';

export interface DelegateDutyInput extends OfficialInput {
  readonly duty: Duty;
  readonly from?: Date | null;
  readonly to: Date;
}

/** §2.5.1 An official lets another stand in for a while, in a duty that he holds himself where he acts. Throws what `planDelegation` throws. */
export const delegateDuty: DirectoryCommand<DelegateDutyInput> = (db, context, input) =>
  directoryCommand(db, context, { name: 'delegateDuty', input }, async ({ tx, caller, now, version, tell }) => {
    const delegate = parseOfficialId(input.official);
    const { official: delegator, institution } = caller;
    await actingOfficial(tx, delegate);
    const wish = { by: delegator, to: delegate, duty: input.duty, institution, from: input.from ?? null, until: input.to };
    const period = planDelegation(wish, await readTenures(tx, [delegator, delegate], now), now);
    const id = delegationId(institution, newId());
    await insertDelegation(tx, { id, delegator, delegate, duty: input.duty, institution, ...period });
    await noteChange(tx, delegate, version);
    tell(delegate, { institution, duty: input.duty, reference: id });
    return { delegation: id };
  });
