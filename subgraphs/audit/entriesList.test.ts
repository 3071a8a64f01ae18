import { type Caller, EXCHANGE, type Json, parseOfficialId } from '@chancery/domain';
import type { Row } from '@chancery/exporting';
import type { AuditRecord } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migratedDatabase } from '../../tests/kit/databases.ts';
import { appendEntries } from './appendEntries.ts';
import { type AuditDatabase, openAudit } from './database.ts';
import { entriesList } from './entriesList.ts';
import { audit } from './index.ts';

const ENTRIES = 50;
const query = `{"list":"documents","asked":"${'"\\ї'.repeat(5_000)}"}`;
const auditor: Caller = { official: parseOfficialId('EXC:a.auditor'), institution: EXCHANGE, duties: ['AUDITOR'], clearance: false };

let db: AuditDatabase;
beforeAll(async () => {
  db = openAudit(await migratedDatabase(audit.migrations));
  await appendEntries(
    db,
    Array.from({ length: ENTRIES }, (_, n) => entry(n)),
  );
});
afterAll(() => db.$disconnect());

/** Every fifth is as long as an export's is at most. */
const entry = (n: number): AuditRecord => ({
  id: `E${String(n).padStart(3, '0')}`,
  at: new Date(Date.parse('2026-03-02T09:00:00Z') + n * 1_000).toISOString(),
  place: 'catalogue',
  act: 'startExport',
  official: 'JUS:o.petrenko',
  institution: 'JUS',
  duties: ['CLERK'],
  documentIds: [],
  consignmentId: null,
  outcome: 'DONE',
  code: null,
  clause: null,
  traceId: '0af7651916cd43dd8448eb211c80319c',
  closedAt: null,
  ...(n % 5 === 0 ? { particulars: { export: { query, rows: null, size: null, sha256: null } } } : {}),
});

async function everyPage(bounds: { readonly rows?: number; readonly bytes?: number }): Promise<readonly (readonly Row[])[]> {
  const list = entriesList(db, bounds);
  const pages: (readonly Row[])[] = [];
  for (let place: Json = null; ; ) {
    const { rows, next } = await list.readPage(auditor, {}, place);
    pages.push(rows);
    if (next === null) return pages;
    place = next;
  }
}
const sizeOf = (rows: readonly Row[]): number => Buffer.byteLength(JSON.stringify(rows));
const newestFirst = Array.from({ length: ENTRIES }, (_, n) => entry(n).id).toReversed();
const idsIn = (pages: readonly (readonly Row[])[]) => pages.flat().map(({ id }) => id);

describe('a page of an export of the audit trail (§3.15)', () => {
  test.each([1, 7, 25, 50, 51])('has %i rows at most, and all pages have every entry once, the newest first', async (rows) => {
    const pages = await everyPage({ rows });
    expect(idsIn(pages)).toEqual(newestFirst);
    expect(Math.max(...pages.map((page) => page.length))).toBe(Math.min(rows, ENTRIES));
  });

  test('has no more bytes than it may, however many rows that are', async () => {
    const longest = sizeOf([(await everyPage({})).flat().find(({ id }) => id === 'E000') ?? {}]);
    const bytes = 3 * longest;
    const pages = await everyPage({ bytes });
    expect(idsIn(pages)).toEqual(newestFirst);
    expect(pages.length).toBeGreaterThan(3);
    // As PostgreSQL writes a row, and as JSON has it, differ a little.
    for (const page of pages) expect(sizeOf(page)).toBeLessThan(1.2 * bytes);
  });

  test('has one entry where there is room for none', async () => {
    const pages = await everyPage({ bytes: 1 });
    expect(idsIn(pages)).toEqual(newestFirst);
    expect(new Set(pages.map((page) => page.length))).toEqual(new Set([1]));
  });
});
