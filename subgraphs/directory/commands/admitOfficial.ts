import { cleanLine, institutionOf, parseOfficialId, Refusal } from '@chancery/domain';
import { insertOfficial, isKnown } from '../tables/officials.ts';
import { requireOwn } from './asOfficer.ts';
import { type CommandInput, type DirectoryCommand, directoryCommand } from './directoryCommand.ts';

export interface AdmitOfficialInput extends CommandInput {
  readonly official: string;
  readonly name: string;
}

/** §2.6.1 A security officer enters an official of the own institution; duties and clearance are given afterwards. */
export const admitOfficial: DirectoryCommand<AdmitOfficialInput> = (db, context, input) =>
  directoryCommand(db, context, { name: 'admitOfficial', input }, async (scope) => {
    const id = parseOfficialId(input.official);
    const institution = institutionOf(id);
    requireOwn(scope, { institution });
    const name = cleanLine('name', input.name);
    if (await isKnown(scope.tx, id)) throw new Refusal('OFFICIAL_EXISTS');
    await insertOfficial(scope.tx, id, name, scope.version);
    scope.tell(id, { institution });
    return { official: id };
  });
