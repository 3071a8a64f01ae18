import { cleanText, EXCHANGE, invariant, Refusal, textLimits } from '@chancery/domain';
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
import { findVersion, insertDecision, isOvertaken, type VersionRow } from './versions.ts';

export interface ConfirmRegulationInput extends CommandInput {
  readonly version: number;
}

export interface DeclineRegulationInput extends ConfirmRegulationInput {
  readonly reason: string;
}

/**
 * §16.2 Another official of the exchange confirms a proposed version: it takes effect when it was asked to, or now where that is past.
 * Throws `DUTY_REQUIRED`, `REGULATION_UNKNOWN`, `CONFIRMER_IS_PROPOSER`, `PROPOSAL_DECIDED`, `PROPOSAL_LAPSED`, `PROPOSAL_OVERTAKEN`,
 * `PROPOSER_WITHOUT_DUTY`.
 */
export const confirmRegulation: DirectoryCommand<ConfirmRegulationInput> = (db, context, input) =>
  decide(db, context, { name: 'confirmRegulation', input }, async ({ tx, caller, now, version: change }, proposal) => {
    const { version, askedFrom, proposedBy, proposedAt } = proposal;
    if (proposedBy === caller.official) throw new Refusal('CONFIRMER_IS_PROPOSER');
    if (await isOvertaken(tx, proposedAt)) throw new Refusal('PROPOSAL_OVERTAKEN');
    invariant(proposedBy, 'a version that waits was proposed by somebody');
    const proposed = { command: 'proposeRegulation', clause: '16.2.3' };
    await requireProposerNow({ tx, now }, { official: proposedBy, institution: EXCHANGE }, proposed);
    const effectiveFrom = askedFrom !== null && askedFrom > now ? askedFrom : now;
    const decided = { decidedBy: caller.official, decidedAt: now };
    await insertDecision(tx, { version, outcome: 'CONFIRMED', effectiveFrom, ...decided, reason: null, change });
  });

/** §16.2 An official of the exchange who may confirm a version declines it instead, and says why; who proposed it may take it back so. */
export const declineRegulation: DirectoryCommand<DeclineRegulationInput> = (db, context, input) =>
  decide(db, context, { name: 'declineRegulation', input }, async ({ tx, caller, now }, { version }) => {
    const reason = cleanText('reason', input.reason, textLimits.note).trim();
    if (reason === '') throw new Refusal('BAD_INPUT', 'reason is empty.');
    const decided = { decidedBy: caller.official, decidedAt: now };
    await insertDecision(tx, { version, outcome: 'DECLINED', effectiveFrom: null, ...decided, reason, change: null });
  });

/** Decides about a proposal that is not decided yet and whose time is not over. */
function decide(
  db: DirectoryDatabase,
  context: CallContext,
  { name, input }: { readonly name: string; readonly input: ConfirmRegulationInput },
  run: (scope: DirectoryScope, proposal: VersionRow) => Promise<void>,
): Promise<DirectoryAnswer> {
  const { version } = input;
  return directoryCommand(db, context, { name, input }, async (scope) => {
    const proposal = await findVersion(scope.tx, version);
    if (proposal === undefined) throw new Refusal('REGULATION_UNKNOWN');
    if (proposal.outcome !== null) throw new Refusal('PROPOSAL_DECIDED');
    if (proposal.endsAt <= scope.now) throw new Refusal('PROPOSAL_LAPSED');
    await run(scope, proposal);
    scope.tellOfRegulation(version);
    return { version };
  });
}
