import { breakGlassId, institutionOf, parseDocumentId, parseOfficialId, Refusal, requireAskable } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';
import { newId } from '@chancery/trust';
import type { OfficialInput } from '../commands/asOfficer.ts';
import { type DirectoryCommand, directoryCommand } from '../commands/directoryCommand.ts';
import { actingOfficial } from '../tables/officials.ts';
import { insertBreakGlass } from './table.ts';
import { said } from './words.ts';

export interface AskBreakGlassInput extends OfficialInput {
  readonly documentId: string;
  readonly reason: string;
  readonly endsAt: Date;
}

/**
 * §13.1 A security officer of the exchange asks that an official be given sight of a document. Whether there is such a document its perimeter knows
 * alone. Throws what `requireAskable` throws, `OFFICIAL_UNKNOWN`, `OFFICIAL_DISMISSED`, `INSTITUTION_UNKNOWN`.
 */
export const askBreakGlass: DirectoryCommand<AskBreakGlassInput> = (db, context, input) =>
  directoryCommand(db, context, { name: 'askBreakGlass', input }, async ({ tx, caller, now, tellOfSight }) => {
    const [documentId, official] = [parseDocumentId(input.documentId), parseOfficialId(input.official)];
    const reason = said('reason', input.reason);
    const { endsAt } = input;
    requireAskable(caller, { official, endsAt }, now);
    await actingOfficial(tx, official);
    const institution = institutionOf(documentId);
    await requireMember(tx, institution);
    const id = breakGlassId(institution, newId());
    await insertBreakGlass(tx, { id, documentId, institution, official, reason, endsAt, askedBy: caller.official, askedAt: now });
    tellOfSight({ breakGlassId: id, documentId, officialId: official });
    return { breakGlass: id };
  });

async function requireMember(tx: Transaction, institution: string): Promise<void> {
  const [found] = await tx.$queryRaw<unknown[]>`SELECT 1 FROM institution WHERE code = ${institution}`;
  if (found === undefined) throw new Refusal('INSTITUTION_UNKNOWN');
}
