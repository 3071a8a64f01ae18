import { parseOfficialId, Refusal, refuseAboutSelf } from '@chancery/domain';
import type { CallContext } from '@chancery/kernel';
import type { DirectoryDatabase } from '../database.ts';
import { actingOfficial, type OfficialRecord } from '../tables/officials.ts';
import { type CommandInput, type DirectoryAnswer, type DirectoryScope, directoryCommand } from './directoryCommand.ts';

/** A command about an official, as the SDL has it. */
export interface OfficialInput extends CommandInput {
  readonly official: string;
}

/** What a security officer changes an official's standing with. */
export interface OfficerScope extends DirectoryScope {
  readonly official: OfficialRecord;
}

/**
 * §2.6.1, §2.6.3 Runs a security officer's command about another official. Throws `OWN_APPOINTMENT`, `OFFICIAL_UNKNOWN`, `OFFICIAL_DISMISSED`.
 */
export function asOfficer(
  db: DirectoryDatabase,
  context: CallContext,
  { name, input }: { readonly name: string; readonly input: OfficialInput },
  run: (scope: OfficerScope) => Promise<DirectoryAnswer>,
): Promise<DirectoryAnswer> {
  return directoryCommand(db, context, { name, input }, async (scope) => {
    const id = parseOfficialId(input.official);
    refuseAboutSelf(scope.caller.official, id);
    return run({ ...scope, official: await actingOfficial(scope.tx, id) });
  });
}

/** §2.6.1 Whether to admit, to clear and to dismiss an official is for his own institution; throws `NOT_YOUR_OFFICIAL`. */
export function requireOwn({ caller }: Pick<DirectoryScope, 'caller'>, { institution }: Pick<OfficialRecord, 'institution'>): void {
  if (institution !== caller.institution) throw new Refusal('NOT_YOUR_OFFICIAL');
}
