import {
  cleanText,
  type DeadlineRules,
  firstRegulation,
  institutionsNamed,
  type NumberingRule,
  parseRegulation,
  Refusal,
  type RegulationRules,
  type RetentionRule,
  type RouteRule,
  type SignatoryRule,
  textLimits,
} from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';
import { type CommandInput, type DirectoryCommand, directoryCommand } from '../commands/directoryCommand.ts';
import { findInForce, insertVersion } from './versions.ts';

/** What an official proposes, as the SDL has it. A table that is left out is that of the version in force. */
export interface ProposeRegulationInput extends CommandInput {
  readonly effectiveFrom?: Date | null;
  readonly note: string;
  readonly routes?: readonly RouteRule[] | null;
  readonly signatories?: readonly SignatoryRule[] | null;
  readonly approvals?: readonly string[] | null;
  readonly deadlines?: DeadlineRules | null;
  readonly numbering?: readonly NumberingRule[] | null;
  readonly retention?: readonly RetentionRule[] | null;
}

/** How long a proposal waits for another official. */
const PROPOSAL_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * §16.2 An operator of the exchange proposes a version. It changes nothing until another official confirms it.
 * Throws `DUTY_REQUIRED`, `REGULATION_IN_THE_PAST`, `INSTITUTION_UNKNOWN`, and `BAD_INPUT` naming the row that cannot stand.
 */
export const proposeRegulation: DirectoryCommand<ProposeRegulationInput> = (db, context, input) =>
  directoryCommand(db, context, { name: 'proposeRegulation', input }, async ({ tx, caller, now, tellOfRegulation }) => {
    const askedFrom = input.effectiveFrom ?? null;
    if (askedFrom !== null && askedFrom < now) throw new Refusal('REGULATION_IN_THE_PAST');
    const note = noteOf(input);
    const rules = parseRegulation(withChanges((await findInForce(tx, askedFrom ?? now))?.rules ?? firstRegulation, input));
    await requireKnown(tx, rules);
    const endsAt = new Date(now.getTime() + PROPOSAL_DAYS * DAY_MS);
    const version = await insertVersion(tx, { rules, note, askedFrom, proposedBy: caller.official, proposedAt: now, endsAt });
    tellOfRegulation(version);
    return { version };
  });

function noteOf({ note }: ProposeRegulationInput): string {
  const said = cleanText('note', note, textLimits.note).trim();
  if (said === '') throw new Refusal('BAD_INPUT', 'note is empty.');
  return said;
}

const withChanges = (before: RegulationRules, given: ProposeRegulationInput): RegulationRules => ({
  routes: given.routes ?? before.routes,
  signatories: given.signatories ?? before.signatories,
  approvals: given.approvals ?? before.approvals,
  deadlines: given.deadlines ?? before.deadlines,
  numbering: given.numbering ?? before.numbering,
  retention: given.retention ?? before.retention,
});

/** §1.1 Whoever is named by a whole code takes part. */
async function requireKnown(tx: Transaction, rules: RegulationRules): Promise<void> {
  const named = institutionsNamed(rules);
  const known = await tx.$queryRaw<{ code: string }[]>`SELECT code FROM institution WHERE code = ANY(${named})`;
  const missing = named.find((code) => !known.some((each) => each.code === code));
  if (missing !== undefined) throw new Refusal('INSTITUTION_UNKNOWN', `Look at ${missing}.`);
}
