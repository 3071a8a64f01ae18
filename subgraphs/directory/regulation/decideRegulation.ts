import { type Caller, cleanText, Refusal, textLimits } from '@chancery/domain';
import { type CallContext, command, type Transaction } from '@chancery/kernel';
import { requireDutyFor } from '@chancery/policy';
import type { DirectoryDatabase } from '../database.ts';
import { lastVersion } from '../versions.ts';
import { findVersion, insertDecision, isOvertaken, type VersionRow } from './versions.ts';

/** The answer to a command about a version, as it is kept. */
export interface Decided {
  readonly version: number;
  readonly [key: string]: number;
}

export interface ConfirmRegulationInput {
  readonly version: number;
  readonly requestId?: string | null;
}

export interface DeclineRegulationInput extends ConfirmRegulationInput {
  readonly reason: string;
}

/**
 * §16.2 Another official of the exchange confirms a proposed version: it takes effect when it was asked to, or now where that is past.
 * Throws `DUTY_REQUIRED`, `REGULATION_UNKNOWN`, `CONFIRMER_IS_PROPOSER`, `PROPOSAL_DECIDED`, `PROPOSAL_LAPSED`, `PROPOSAL_OVERTAKEN`.
 */
export const confirmRegulation = (db: DirectoryDatabase, context: CallContext, input: ConfirmRegulationInput): Promise<Decided> =>
  decide(db, context, { name: 'confirmRegulation', input }, async ({ tx, caller, now, proposal, change }) => {
    if (proposal.proposedBy === caller.official) throw new Refusal('CONFIRMER_IS_PROPOSER');
    if (await isOvertaken(tx, proposal.proposedAt)) throw new Refusal('PROPOSAL_OVERTAKEN');
    const { version, askedFrom } = proposal;
    const effectiveFrom = askedFrom !== null && askedFrom > now ? askedFrom : now;
    const decided = { decidedBy: caller.official, decidedAt: now };
    await insertDecision(tx, { version, outcome: 'CONFIRMED', effectiveFrom, ...decided, reason: null, change });
  });

/** §16.2 An official of the exchange who may confirm a version declines it instead, and says why; who proposed it may take it back so. */
export const declineRegulation = (db: DirectoryDatabase, context: CallContext, input: DeclineRegulationInput): Promise<Decided> =>
  decide(db, context, { name: 'declineRegulation', input }, async ({ tx, caller, now, proposal }) => {
    const reason = cleanText('reason', input.reason, textLimits.note).trim();
    if (reason === '') throw new Refusal('BAD_INPUT', 'reason is empty.');
    const { version } = proposal;
    const decided = { decidedBy: caller.official, decidedAt: now };
    await insertDecision(tx, { version, outcome: 'DECLINED', effectiveFrom: null, ...decided, reason, change: null });
  });

interface Deciding {
  readonly tx: Transaction;
  readonly caller: Caller;
  readonly now: Date;
  /** Not decided yet, and its time is not over. */
  readonly proposal: VersionRow;
  /** The directory's next version. */
  readonly change: number;
}

function decide(
  db: DirectoryDatabase,
  context: CallContext,
  { name, input }: { readonly name: string; readonly input: ConfirmRegulationInput },
  run: (deciding: Deciding) => Promise<void>,
): Promise<Decided> {
  const { version } = input;
  return command(db, context, { name, input }, async ({ tx, caller, now, emit }) => {
    requireDutyFor(caller, name);
    const change = (await lastVersion(tx)) + 1;
    const proposal = await findVersion(tx, version);
    if (proposal === undefined) throw new Refusal('REGULATION_UNKNOWN');
    if (proposal.outcome !== null) throw new Refusal('PROPOSAL_DECIDED');
    if (proposal.endsAt <= now) throw new Refusal('PROPOSAL_LAPSED');
    await run({ tx, caller, now, proposal, change });
    emit({ type: 'regulation', version });
    return { version };
  });
}
