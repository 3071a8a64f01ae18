import { EXCHANGE, firstRegulation, pageSize, Refusal, type RegulationRules } from '@chancery/domain';
import { type CallContext, type Connection, callerOf, connection, decodeCursor } from '@chancery/kernel';
import type { DirectoryDatabase } from '../database.ts';
import type { Page } from '../institutions.ts';
import { findInForce, findVersion, pageOfVersions, type VersionRow, versionsSeenBy } from './versions.ts';

/** A version of the regulation as the graph shows it. */
export interface RegulationView extends RegulationRules {
  readonly version: number;
  readonly state: 'PROPOSED' | 'LAPSED' | 'CONFIRMED' | 'DECLINED';
  readonly effectiveFrom: Date | null;
  readonly note: string | null;
  readonly proposedBy: string | null;
  readonly proposedAt: Date | null;
  readonly endsAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
}

/** Which version is asked for: one by its number, or the one in force at a moment; now where neither is said. */
export interface WhichRegulation {
  readonly at?: Date | null;
  readonly version?: number | null;
}

/** §16.1 One version. Throws `REGULATION_UNKNOWN`, for officials outside the exchange also for one that was not confirmed. */
export async function readRegulation(
  db: DirectoryDatabase,
  context: CallContext,
  { at, version }: WhichRegulation,
): Promise<RegulationView> {
  if (at && typeof version === 'number') throw new Refusal('BAD_INPUT', 'Name a moment or a version, not both.');
  if (typeof version !== 'number') {
    const row = await findInForce(db, at ?? context.now);
    return row === undefined ? beforeTheFirst : viewOf(row, context.now);
  }
  const row = await findVersion(db, version);
  if (row === undefined || (row.outcome !== 'CONFIRMED' && !seesProposals(context))) throw new Refusal('REGULATION_UNKNOWN');
  return viewOf(row, context.now);
}

/** The versions, the newest first; proposals and what became of them are for officials of the exchange. Throws `PAGE_TOO_LARGE`, `CURSOR_INVALID`. */
export async function readRegulations(
  db: DirectoryDatabase,
  context: CallContext,
  { first, after }: Page,
): Promise<Connection<RegulationView>> {
  const size = pageSize(first);
  const rows = await pageOfVersions(db, versionsSeenBy(callerOf(context)), after ? placeIn(after) : null, size + 1);
  return connection(rows, size, { after, cursorOf: ({ version }) => [version], nodeOf: (row) => viewOf(row, context.now) });
}

const seesProposals = (context: CallContext): boolean => callerOf(context).institution === EXCHANGE;

function placeIn(cursor: string): number {
  const [version] = decodeCursor(cursor, 1);
  if (typeof version !== 'number' || !Number.isInteger(version) || Math.abs(version) > 2_147_483_647) throw new Refusal('CURSOR_INVALID');
  return version;
}

/** A version as it stands at a moment. */
export function viewOf({ rules, outcome, askedFrom, effectiveFrom, ...row }: VersionRow, now: Date): RegulationView {
  const state = outcome ?? (row.endsAt <= now ? 'LAPSED' : 'PROPOSED');
  // Nobody was asked about the circuit's own first version.
  const ofProposal = row.proposedBy === null ? { proposedAt: null, endsAt: null } : {};
  return { ...rules, ...row, ...ofProposal, state, effectiveFrom: effectiveFrom ?? askedFrom };
}

const beforeTheFirst: RegulationView = {
  ...firstRegulation,
  state: 'CONFIRMED',
  effectiveFrom: null,
  note: null,
  proposedBy: null,
  proposedAt: null,
  endsAt: null,
  decidedBy: null,
  decidedAt: null,
  reason: null,
};
