import type { AuditRecord } from '@chancery/trust';
import { Prisma } from '../prisma/client/client.ts';

/** A decision as a row: of which entry, and what it was made from where that is told for the first time. */
export type Decided = ReturnType<typeof rowsOf>[number];

/** The decisions that some records bring. */
export const decidedIn = (records: readonly AuditRecord[]): readonly Decided[] => records.flatMap(rowsOf);

/** §10.6 Further parts of a statement: they put decisions on record, and what they were made from. What is there already stays as it is. */
export const decisionsKept = (decided: readonly Decided[]): Prisma.Sql => Prisma.sql`,
  decided AS (
    SELECT * FROM jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) AS row(
      entry text, at timestamptz, bundle text, digest text, verdict text, clause text, attributes text, refused jsonb)
  ), attributes AS (
    INSERT INTO decision_attributes (digest, attributes)
    SELECT DISTINCT ON (digest) digest, attributes FROM decided WHERE attributes IS NOT NULL ORDER BY digest
    ON CONFLICT DO NOTHING
  ), ruling AS (
    INSERT INTO ruling (bundle, digest, refused)
    SELECT DISTINCT ON (bundle, digest) bundle, digest, refused FROM decided WHERE refused IS NOT NULL ORDER BY bundle, digest
    ON CONFLICT DO NOTHING
  ), decision AS (
    INSERT INTO decision (entry, at, bundle, digest, verdict, clause)
    SELECT DISTINCT ON (entry) entry, at, bundle, digest, verdict, clause FROM decided ORDER BY entry
    ON CONFLICT DO NOTHING
  )`;

const rowsOf = ({ id, at, decision }: AuditRecord) =>
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
