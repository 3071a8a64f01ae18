import { type BreakGlassMove, EXCHANGE, moveBreakGlass, parseBreakGlassId, Refusal } from '@chancery/domain';
import type { CallContext } from '@chancery/kernel';
import {
  type CommandInput,
  type DirectoryAnswer,
  type DirectoryCommand,
  type DirectoryScope,
  directoryCommand,
} from '../commands/directoryCommand.ts';
import { requireProposerNow } from '../commands/dutyNow.ts';
import type { DirectoryDatabase } from '../database.ts';
import { Prisma } from '../prisma/client/client.ts';
import { actingOfficial } from '../tables/officials.ts';
import { type BreakGlassRow, findBreakGlass, updateBreakGlass } from './table.ts';
import { said } from './words.ts';

export interface BreakGlassInput extends CommandInput {
  readonly breakGlassId: string;
}
export interface DeclineBreakGlassInput extends BreakGlassInput {
  readonly reason: string;
}
export interface ReviewBreakGlassInput extends BreakGlassInput {
  readonly finding: string;
}

/** §13.1 Another security officer of the exchange confirms: the official is given sight, and the document's institution is told (§13.2). */
export const confirmBreakGlass: DirectoryCommand<BreakGlassInput> = (db, context, input) =>
  decide(
    db,
    context,
    { name: 'confirmBreakGlass', move: 'confirm', input },
    async ({ tx, caller, now, version }, { askedBy, official }) => {
      await actingOfficial(tx, official);
      await requireProposerNow({ tx, now }, { official: askedBy, institution: EXCHANGE }, { command: 'askBreakGlass', clause: '13.1' });
      return Prisma.sql`confirmed_by = ${caller.official}, confirmed_at = ${now}, version = ${version}`;
    },
  );

/** §13.1 A security officer of the exchange declines, or who asked takes it back. */
export const declineBreakGlass: DirectoryCommand<DeclineBreakGlassInput> = (db, context, input) => {
  const call = { name: 'declineBreakGlass', move: 'decline', input } as const;
  return decide(
    db,
    context,
    call,
    async ({ caller, now }) => Prisma.sql`declined_by = ${caller.official}, declined_at = ${now}, note = ${said('reason', input.reason)}`,
  );
};

/** §13.3 A security officer of the exchange, or of the document's institution, ends it at once. */
export const endBreakGlass: DirectoryCommand<BreakGlassInput> = (db, context, input) => {
  const call = { name: 'endBreakGlass', move: 'end', input } as const;
  return decide(
    db,
    context,
    call,
    async ({ caller, now, version }) => Prisma.sql`ended_by = ${caller.official}, ended_at = ${now}, version = ${version}`,
  );
};

/** §13.4 Somebody who took no part says afterwards whether there was ground for it, and whether what was read was what it was given for. */
export const reviewBreakGlass: DirectoryCommand<ReviewBreakGlassInput> = (db, context, input) => {
  const call = { name: 'reviewBreakGlass', move: 'review', input } as const;
  return decide(
    db,
    context,
    call,
    async ({ caller, now }) =>
      Prisma.sql`reviewed_by = ${caller.official}, reviewed_at = ${now}, finding = ${said('finding', input.finding)}`,
  );
};

interface Call {
  readonly name: string;
  readonly move: BreakGlassMove;
  readonly input: BreakGlassInput;
}

/** Row, move; `change` says what else is written. Throws `BREAK_GLASS_NOT_FOUND` and what `moveBreakGlass` throws. */
function decide(
  db: DirectoryDatabase,
  context: CallContext,
  { name, move, input }: Call,
  change: (scope: DirectoryScope, glass: BreakGlassRow) => Promise<Prisma.Sql>,
): Promise<DirectoryAnswer> {
  return directoryCommand(db, context, { name, input }, async (scope) => {
    const { tx, caller, now, tellOfSight } = scope;
    const id = parseBreakGlassId(input.breakGlassId);
    const glass = await findBreakGlass(tx, id);
    if (glass === undefined) throw new Refusal('BREAK_GLASS_NOT_FOUND');
    const decided = moveBreakGlass(glass, move, caller, now);
    await updateBreakGlass(tx, id, Prisma.sql`decided = ${decided}, ${await change(scope, glass)}`);
    tellOfSight({ breakGlassId: id, documentId: glass.documentId, officialId: glass.official });
    return { breakGlass: id };
  });
}
