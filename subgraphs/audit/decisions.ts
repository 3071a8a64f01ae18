import { pageSize } from '@chancery/domain';
import { decodeCursor, encodeCursor } from '@chancery/kernel';
import type { AuditedDecision } from '@chancery/trust';
import type { AuditTransaction } from './database.ts';
import { Prisma } from './prisma/client/client.ts';

/** A decision as the graph shows it (§10.6). */
export interface AuditDecision extends Pick<AuditedDecision, 'bundle' | 'clause' | 'digest' | 'verdict'> {
  readonly attributes: unknown;
  readonly refused: unknown;
}

/** The decisions of some entries, in the entries' order and in one statement; null for an entry that no rules decided. */
export async function decisionsOf(db: AuditTransaction, entries: readonly string[]): Promise<readonly (AuditDecision | null)[]> {
  const rows = await db.$queryRaw<DecisionRow[]>`
    SELECT d.entry, d.bundle, d.digest, d.verdict, d.clause, a.attributes, r.refused
      FROM decision d
      LEFT JOIN decision_attributes a ON a.digest = d.digest
      LEFT JOIN ruling r ON r.bundle = d.bundle AND r.digest = d.digest
     WHERE d.entry = ANY(${entries}::text[])`;
  const byEntry = new Map(rows.map((row) => [row.entry, decisionIn(row)]));
  return entries.map((entry) => byEntry.get(entry) ?? null);
}

/** What the rules decided in a time, each ruling once, with how often and when it was given. */
export interface RulingPage {
  readonly rulings: readonly (AuditDecision & { readonly count: number; readonly firstAt: Date; readonly lastAt: Date })[];
  /** Where the next page begins; null after the last. */
  readonly after: string | null;
}

export interface RulingsArguments {
  readonly from?: Date | null;
  readonly to?: Date | null;
  readonly first: number;
  readonly after?: string | null;
}

/** §10.6 For the operator of the circuit, who weighs other rules against these. Throws `PAGE_TOO_LARGE`, `CURSOR_INVALID`. */
export async function listRulings(db: AuditTransaction, { from, to, first, after }: RulingsArguments): Promise<RulingPage> {
  const size = pageSize(first);
  const conditions = [
    ...(after ? [Prisma.sql`(bundle, digest, verdict, clause) > (${Prisma.join(decodeCursor(after, 4).map(String))})`] : []),
    ...(from ? [Prisma.sql`at >= ${from}`] : []),
    ...(to ? [Prisma.sql`at < ${to}`] : []),
  ];
  const rows = await db.$queryRaw<RulingRow[]>`
    SELECT d.*, a.attributes, r.refused
      FROM (SELECT bundle, digest, verdict, clause, count(*)::int AS count, min(at) AS first_at, max(at) AS last_at
              FROM decision WHERE ${conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join(conditions, ' AND ')}
             GROUP BY bundle, digest, verdict, clause ORDER BY bundle, digest, verdict, clause LIMIT ${size + 1}) d
      LEFT JOIN decision_attributes a ON a.digest = d.digest
      LEFT JOIN ruling r ON r.bundle = d.bundle AND r.digest = d.digest
     ORDER BY d.bundle, d.digest, d.verdict, d.clause`;
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    rulings: page.map((row) => ({ ...decisionIn(row), count: row.count, firstAt: row.first_at, lastAt: row.last_at })),
    after: rows.length > size && last !== undefined ? encodeCursor([last.bundle, last.digest, last.verdict, last.clause]) : null,
  };
}

interface Ruled {
  readonly bundle: string;
  readonly digest: string;
  readonly verdict: AuditedDecision['verdict'];
  /** Empty where no clause stopped it. */
  readonly clause: string;
  readonly attributes: string | null;
  readonly refused: unknown;
}

interface DecisionRow extends Ruled {
  readonly entry: string;
}

interface RulingRow extends Ruled {
  readonly count: number;
  readonly first_at: Date;
  readonly last_at: Date;
}

const decisionIn = ({ bundle, digest, verdict, clause, attributes, refused }: Ruled): AuditDecision => ({
  bundle,
  digest,
  verdict,
  clause: clause === '' ? null : clause,
  attributes: attributes === null ? null : JSON.parse(attributes),
  refused,
});
