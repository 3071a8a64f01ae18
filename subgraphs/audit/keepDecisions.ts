import type { AuditRecord } from '@chancery/trust';
import type { AuditTransaction } from './database.ts';

/**
 * §10.6 Puts the decisions of some entries on record, in one statement, and what they were made from where that is told for the first time.
 * What is there already stays as it is.
 */
export async function keepDecisions(tx: AuditTransaction, records: readonly AuditRecord[]): Promise<void> {
  const told = records.flatMap(rowOf);
  if (told.length === 0) return;
  await tx.$executeRaw`
    WITH told AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS row(
        entry text, at timestamptz, bundle text, digest text, verdict text, clause text, attributes text, refused jsonb)
    ), attributes AS (
      INSERT INTO decision_attributes (digest, attributes)
      SELECT DISTINCT ON (digest) digest, attributes FROM told WHERE attributes IS NOT NULL ORDER BY digest
      ON CONFLICT DO NOTHING
    ), ruling AS (
      INSERT INTO ruling (bundle, digest, refused)
      SELECT DISTINCT ON (bundle, digest) bundle, digest, refused FROM told WHERE refused IS NOT NULL ORDER BY bundle, digest
      ON CONFLICT DO NOTHING
    )
    INSERT INTO decision (entry, at, bundle, digest, verdict, clause)
    SELECT DISTINCT ON (entry) entry, at, bundle, digest, verdict, clause FROM told ORDER BY entry
    ON CONFLICT DO NOTHING`;
}

const rowOf = ({ id, at, decision }: AuditRecord) =>
  decision === undefined
    ? []
    : [
        {
          entry: id,
          at,
          bundle: decision.bundle,
          digest: decision.digest,
          verdict: decision.verdict,
          clause: decision.clause ?? '',
          attributes: decision.grounds?.attributes ?? null,
          refused: decision.grounds?.refused ?? null,
        },
      ];
