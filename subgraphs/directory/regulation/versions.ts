import { type Caller, EXCHANGE, type OfficialId, type RegulationRules } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';
import { Prisma } from '../prisma/client/client.ts';

/** A version of the regulation with how it was decided, as it is stored. */
export interface VersionRow {
  readonly version: number;
  readonly rules: RegulationRules;
  readonly note: string | null;
  readonly askedFrom: Date | null;
  readonly proposedBy: OfficialId | null;
  readonly proposedAt: Date;
  readonly endsAt: Date;
  readonly outcome: 'CONFIRMED' | 'DECLINED' | null;
  readonly effectiveFrom: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
}

const columns = Prisma.sql`
  r.version, r.rules, r.note, r.asked_from AS "askedFrom", r.proposed_by AS "proposedBy", r.proposed_at AS "proposedAt", r.ends_at AS "endsAt",
  d.outcome, d.effective_from AS "effectiveFrom", d.decided_by AS "decidedBy", d.decided_at AS "decidedAt", d.reason`;
const versions = Prisma.sql`SELECT ${columns} FROM regulation r LEFT JOIN regulation_decision d USING (version)`;

/** A version by its number. */
export async function findVersion(db: Transaction, version: number): Promise<VersionRow | undefined> {
  const [row] = await db.$queryRaw<VersionRow[]>`${versions} WHERE r.version = ${version}`;
  return row;
}

/** §16.1 The version in force at a moment, in the order of `regulationAt`; none before the first was confirmed. */
export async function findInForce(db: Transaction, at: Date): Promise<VersionRow | undefined> {
  const [row] = await db.$queryRaw<VersionRow[]>`
    ${versions} WHERE d.outcome = 'CONFIRMED' AND d.effective_from <= ${at} ORDER BY d.effective_from DESC, r.version DESC LIMIT 1`;
  return row;
}

/** §16.2 Proposals, and what became of them, are for officials of the exchange. */
export const versionsSeenBy = ({ institution }: Pick<Caller, 'institution'>): Prisma.Sql =>
  institution === EXCHANGE ? Prisma.sql`TRUE` : Prisma.sql`d.outcome = 'CONFIRMED'`;

/** Versions below one, the highest first: lists and exports read the same. */
export const pageOfVersions = (
  db: Transaction,
  fits: Prisma.Sql,
  below: number | null,
  most: number,
): Promise<VersionRow[]> => db.$queryRaw<VersionRow[]>`
  ${versions} WHERE ${fits} AND ${below === null ? Prisma.sql`TRUE` : Prisma.sql`r.version < ${below}`} ORDER BY r.version DESC LIMIT ${most}`;

export async function countVersions(db: Transaction, fits: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM regulation r LEFT JOIN regulation_decision d USING (version) WHERE ${fits}`;
  return row?.count ?? 0;
}

/** Whether a version was confirmed since a moment. */
export async function isOvertaken(tx: Transaction, since: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM regulation_decision WHERE outcome = 'CONFIRMED' AND decided_at > ${since} LIMIT 1`;
  return row !== undefined;
}

/** What a version begins with. */
export interface NewVersion extends Pick<VersionRow, 'rules' | 'note' | 'askedFrom' | 'proposedBy' | 'proposedAt' | 'endsAt'> {}

/** Enters a version under the next number, and answers the number. The transaction holds the directory's lock. */
export async function insertVersion(
  tx: Transaction,
  { rules, note, askedFrom, proposedBy, proposedAt, endsAt }: NewVersion,
): Promise<number> {
  const [row] = await tx.$queryRaw<[{ version: number }]>`
    INSERT INTO regulation (version, rules, note, asked_from, proposed_by, proposed_at, ends_at)
    SELECT coalesce(max(version), 0) + 1, ${JSON.stringify(rules)}::jsonb, ${note}, ${askedFrom}::timestamptz, ${proposedBy}, ${proposedAt}, ${endsAt}
    FROM regulation RETURNING version`;
  return row.version;
}

/** A decision on a version; `change` is the directory's version with which copies learn of a confirmed one. */
export interface NewDecision extends Pick<VersionRow, 'version' | 'effectiveFrom' | 'decidedBy' | 'reason'> {
  readonly outcome: 'CONFIRMED' | 'DECLINED';
  readonly decidedAt: Date;
  readonly change: number | null;
}

/** Enters how a version was decided. */
export async function insertDecision(tx: Transaction, decision: NewDecision): Promise<void> {
  const { version, outcome, effectiveFrom, decidedBy, decidedAt, reason, change } = decision;
  await tx.$executeRaw`
    INSERT INTO regulation_decision (version, outcome, effective_from, decided_by, decided_at, reason, change)
    VALUES (${version}, ${outcome}, ${effectiveFrom}::timestamptz, ${decidedBy}, ${decidedAt}, ${reason}, ${change}::int)`;
}
