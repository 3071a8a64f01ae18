import { type Caller, type DocumentFacts, mayReadContent, Refusal } from '@chancery/domain';
import { type AuditEntry, auditEntry, type EntryRow, entryColumns } from './auditEntry.ts';
import type { AuditTransaction } from './database.ts';
import { Prisma } from './prisma/client/client.ts';

/** How many of a document's entries are given at most. */
const MOST_ENTRIES = 200;

/** The number of entries asked for, 1 to 200; throws `PAGE_TOO_LARGE`. */
export function entriesAsked(last: number | null | undefined): number {
  const size = last ?? 50;
  if (!Number.isInteger(size) || size < 1 || size > MOST_ENTRIES) throw new Refusal('PAGE_TOO_LARGE', `Of entries, 1 to ${MOST_ENTRIES}.`);
  return size;
}

/**
 * §10.4 The newest entries of each of some documents, in the documents' order and in one statement; null for a document that
 * the caller may not read, and so for one that is not there. The author sees all; others see what the author and they
 * themselves did, and nothing of how it went to other addressees. What was refused to nobody in particular crowds nobody's out.
 */
export async function documentEntries(
  db: AuditTransaction,
  caller: Caller,
  ids: readonly string[],
  last: number,
): Promise<readonly (readonly AuditEntry[] | null)[]> {
  const rows = await db.$queryRaw<FactsWithEntry[]>`
    SELECT f.id AS document, f.institution AS author, f.status, f.access, f.readers, newest.*
      FROM document_facts f
      LEFT JOIN LATERAL (
        SELECT ${entryColumns} FROM entry_document d JOIN audit_entry e ON e.id = d.entry LEFT JOIN audit_closing c ON c.entry = e.id
         WHERE d.document = f.id AND (e.official IS NOT NULL OR e.place <> 'gateway') AND ${seenBy(caller)}
         ORDER BY d.at DESC, d.entry DESC LIMIT ${last}
      ) newest ON TRUE
     WHERE f.id = ANY(${ids}::text[])`;
  const byDocument = Map.groupBy(rows, ({ document }) => document);
  return ids.map((id) => entriesFor(caller, byDocument.get(id) ?? []));
}

interface FactsWithEntry extends Omit<EntryRow, 'id'> {
  readonly document: string;
  readonly author: DocumentFacts['institution'];
  readonly status: DocumentFacts['status'];
  readonly access: DocumentFacts['access'];
  readonly readers: DocumentFacts['readers'];
  /** Null where the document has no entry that the caller sees. */
  readonly id: string | null;
}

/**
 * A consignment is known by its addressee (§3.2): whoever is not the author knows its own only, and nothing of the author's perimeter taking a reader away
 * because another one ended or was not sent.
 */
const seenBy = ({ institution }: Caller): Prisma.Sql => Prisma.sql`
  (f.institution = ${institution}
   OR CASE WHEN e.consignment IS NULL THEN e.institution IN (f.institution, ${institution}) AND e.act NOT IN ('noteClosure', 'concludeRelease') ELSE split_part(e.consignment, ':', 1) = ${institution} END)`;

function entriesFor(caller: Caller, rows: readonly FactsWithEntry[]): readonly AuditEntry[] | null {
  const [facts] = rows;
  if (facts === undefined || !mayReadContent(caller, { ...facts, institution: facts.author })) return null;
  const entries = rows.filter(hasEntry).toSorted(newestFirst);
  return entries.map((row) => auditEntry(row, [facts.document]));
}

const hasEntry = (row: FactsWithEntry): row is FactsWithEntry & EntryRow => row.id !== null;
const newestFirst = (a: EntryRow, b: EntryRow): number => b.at.getTime() - a.at.getTime() || (b.id < a.id ? -1 : 1);
