import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseBreakGlassId, parseOfficialId } from '@chancery/domain';
import { migrate } from '@chancery/kernel';
import type { AuditedDecision, AuditRecord } from '@chancery/trust';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administratorsUrl, emptyDoors, migratedDoors } from '../../tests/kit/databases.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { appendEntries } from './appendEntries.ts';
import { type EntryRow, entries, entryColumns } from './auditEntry.ts';
import { type AuditDatabase, openAudit } from './database.ts';
import { decisionsOf, listRulings } from './decisions.ts';
import { audit } from './index.ts';
import { parseAuditRecord } from './parseAuditRecord.ts';

const record = (change: Partial<AuditRecord> = {}): AuditRecord => ({
  id: ulid(),
  at: '2026-03-02T09:00:00.000Z',
  place: 'gateway',
  act: 'SignOpinion',
  official: 'JUS:o.petrenko',
  institution: 'JUS',
  duties: ['SIGNATORY'],
  documentIds: ['JUS:LegalOpinion:01JD0000000000000000000001'],
  consignmentId: null,
  outcome: 'OPEN',
  code: null,
  clause: null,
  traceId: '0af7651916cd43dd8448eb211c80319c',
  closedAt: null,
  ...change,
});

let db: AuditDatabase;
/** As the tables' owner, who holds every right on them. */
let owner = '';
beforeAll(async () => {
  const doors = await migratedDoors(audit.migrations);
  owner = doors.owner;
  db = openAudit(doors.service);
});
afterAll(() => db.$disconnect());

const found = async (id: string) => {
  const [row] = await db.$queryRaw<Record<string, unknown>[]>`SELECT ${entryColumns} FROM ${entries} WHERE e.id = ${id}`;
  return row ?? null;
};
const waiting = (id: string) => db.openEntry.count({ where: { entry: id } });
const documentsOf = async (id: string) =>
  (await db.entryDocument.findMany({ where: { entry: id } })).map(({ document }) => document).toSorted();

describe('an entry (§10.5)', () => {
  it('is opened, then closed by its outcome; what was done stays as it was told first', async () => {
    const open = record();
    await appendEntries(db, [open]);
    expect([(await found(open.id))?.outcome, await waiting(open.id)]).toEqual(['OPEN', 1]);
    const closing = {
      ...open,
      act: 'Other',
      official: 'FIN:x.y',
      at: '2026-03-09T09:00:00.000Z',
      documentIds: ['JUS:Letter:2', ...open.documentIds],
    };
    await appendEntries(db, [
      { ...closing, outcome: 'PARTLY', code: 'DUTY_REQUIRED', clause: '2.3', closedAt: '2026-03-02T09:00:01.000Z' },
    ]);

    expect(await found(open.id)).toMatchObject({
      at: new Date(open.at),
      act: 'SignOpinion',
      official: 'JUS:o.petrenko',
      outcome: 'PARTLY',
      code: 'DUTY_REQUIRED',
      clause: '2.3',
      documents: [...open.documentIds, 'JUS:Letter:2'],
      closed_at: new Date('2026-03-02T09:00:01.000Z'),
    });
    expect(await waiting(open.id)).toBe(0);
    expect(await documentsOf(open.id)).toEqual([...open.documentIds, 'JUS:Letter:2']);
  });

  it('never changes once it is closed, whatever comes', async () => {
    const done = record({ outcome: 'DONE' });
    await appendEntries(db, [done]);
    const before = await found(done.id);
    for (const outcome of ['OPEN', 'FAILED', 'REFUSED'] as const)
      await appendEntries(db, [{ ...done, outcome, documentIds: ['JUS:Letter:3'] }]);

    expect(await found(done.id)).toEqual(before);
    expect(await documentsOf(done.id)).toEqual(done.documentIds);
  });

  it('is closed only at the place where it was opened', async () => {
    const open = record();
    await appendEntries(db, [open]);
    await appendEntries(db, [{ ...open, place: 'JUS', outcome: 'DONE' }]);
    expect(await found(open.id)).toMatchObject({ outcome: 'OPEN', place: 'gateway' });
  });

  it('may be opened and closed in one batch, among others, in any order', async () => {
    const [one, two, three] = [record(), record({ outcome: 'REFUSED', code: 'UNAUTHENTICATED' }), record()];
    await appendEntries(db, [one, two, { ...one, outcome: 'DONE', act: 'Other' }, three, { ...two, outcome: 'DONE' }, three]);

    expect(await found(one.id)).toMatchObject({ outcome: 'DONE', act: 'SignOpinion' });
    expect(await found(two.id)).toMatchObject({ outcome: 'REFUSED' });
    expect(await found(three.id)).toMatchObject({ outcome: 'OPEN' });
  });

  it('is not lost between batches that come at once', async () => {
    const records = Array.from({ length: 200 }, () => record());
    const closings = records.map((each) => ({ ...each, outcome: 'DONE' as const }));
    await Promise.all([
      appendEntries(db, records),
      appendEntries(db, closings.toReversed()),
      appendEntries(db, records.toReversed()),
      appendEntries(db, closings),
    ]);
    const ids = records.map(({ id }) => id);
    const [row] = await db.$queryRaw<{ done: number }[]>`
      SELECT count(*)::int AS done FROM ${entries} WHERE e.id = ANY(${ids}) AND coalesce(c.outcome, e.outcome) = 'DONE'`;
    expect(row?.done).toBe(200);
    expect(await db.openEntry.count({ where: { entry: { in: ids } } })).toBe(0);
  });
});

describe('the database itself (§10.5)', () => {
  const evidence = {
    audit_entry: 'at',
    audit_closing: 'at',
    entry_document: 'at',
    decision: 'at',
    decision_attributes: 'digest',
    ruling: 'digest',
  };
  const changes = Object.entries(evidence).flatMap(([table, column]) => [
    `UPDATE ${table} SET ${column} = ${column}`,
    `UPDATE ${table} SET ${column} = ${column} WHERE FALSE`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
  ]);
  const both = async () => {
    const open = record();
    await appendEntries(db, [open, record({ outcome: 'DONE' })]);
    await appendEntries(db, [{ ...open, outcome: 'DONE' }]);
    return Promise.all([db.auditEntry.findMany(), db.auditClosing.findMany(), db.entryDocument.findMany()]);
  };

  it.each([
    ...changes,
    'DROP TRIGGER audit_entry_stays ON audit_entry',
    'ALTER TABLE audit_closing DISABLE TRIGGER ALL',
    'DROP TABLE audit_entry',
  ])('does not let the service: %s', async (statement) => {
    const before = await both();
    await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/permission denied|must be owner/);
    expect(await Promise.all([db.auditEntry.findMany(), db.auditClosing.findMany(), db.entryDocument.findMany()])).toEqual(before);
  });

  it.each(changes)('refuses its owner, too, and a superuser who plays a replica: %s', async (statement) => {
    const before = await both();
    await expect(rowsOf(owner, statement)).rejects.toThrow('the audit trail keeps what it holds');
    const asReplica = `SET session_replication_role = replica; ${statement}`;
    await expect(rowsOf(await administratorsUrl(owner), asReplica)).rejects.toThrow('the audit trail keeps what it holds');
    expect(await Promise.all([db.auditEntry.findMany(), db.auditClosing.findMany(), db.entryDocument.findMany()])).toEqual(before);
  });

  it('takes a closing of an open entry only, and only one', async () => {
    const [open, done] = [record(), record({ outcome: 'DONE' })];
    await appendEntries(db, [open, done]);
    const close = (entry: string, at = open.at) =>
      db.$executeRaw`INSERT INTO audit_closing (entry, at, outcome, documents) VALUES (${entry}, ${new Date(at)}, 'DONE', '{}')`;
    await expect(close(done.id)).rejects.toThrow('is not open');
    await expect(close(ulid())).rejects.toThrow('is not open');
    await expect(close(open.id, '2026-03-09T09:00:00.000Z')).rejects.toThrow('is not open');
    await close(open.id);
    await expect(close(open.id)).rejects.toThrow(/duplicate key|audit_closing_pkey|Unique constraint/);
  });

  it('carries over what was closed and left open before closings were rows of their own', async () => {
    const doors = await emptyDoors('earlier');
    const first = mkdtempSync(join(tmpdir(), 'chancery-audit-'));
    cpSync(new URL('1_entries', audit.migrations), join(first, '1_entries'), { recursive: true });
    await migrate({ url: doors.owner, folder: pathToFileURL(`${first}/`) });
    rmSync(first, { recursive: true });
    const [open, closed] = [ulid(1), ulid(2)];
    const row = (id: string, outcome: string) =>
      `INSERT INTO audit_entry (id, at, place, act, duties, documents, outcome, trace_id) VALUES ('${id}', now(), 'gateway', 'sign', '{}', '{}', '${outcome}', 't')`;
    await rowsOf(doors.owner, row(open, 'OPEN'));
    await rowsOf(doors.owner, row(closed, 'OPEN'));
    await rowsOf(doors.owner, `UPDATE audit_entry SET outcome = 'DONE', closed_at = now() WHERE id = '${closed}'`);

    await migrate({ url: doors.owner, folder: audit.migrations, service: doors.service });

    const earlier = openAudit(doors.service);
    expect((await earlier.openEntry.findMany()).map(({ entry }) => entry)).toEqual([open]);
    await appendEntries(earlier, [record({ id: open, outcome: 'DONE' }), record({ id: closed, outcome: 'FAILED' })]);
    const rows = await earlier.$queryRaw<EntryRow[]>`SELECT ${entryColumns} FROM ${entries} ORDER BY e.id`;
    expect(rows.map(({ id, outcome, act }) => [id, outcome, act])).toEqual([
      [open, 'DONE', 'sign'],
      [closed, 'DONE', 'sign'],
    ]);
    await earlier.$disconnect();
  });
});

describe('a decision', () => {
  const attributes = '{"fields":["Query.me"],"operation":"query","standing":null}';
  const digest = createHash('sha256').update(attributes).digest('hex');
  const decision = (change: Partial<AuditedDecision> = {}): AuditedDecision => ({
    bundle: 'b'.repeat(64),
    clause: '2.1',
    digest,
    verdict: 'REFUSED',
    grounds: { attributes, refused: { 'Query.me': '2.1' } },
    ...change,
  });
  const kept = (...entries: readonly AuditRecord[]) =>
    decisionsOf(
      db,
      entries.map(({ id }) => id),
    );
  const shown = {
    bundle: 'b'.repeat(64),
    clause: '2.1',
    digest,
    verdict: 'REFUSED',
    attributes: JSON.parse(attributes),
    refused: { 'Query.me': '2.1' },
  };

  it('stands beside its entry, with what it was made from though that is told once', async () => {
    const { grounds: _, ...later } = decision();
    const [first, second, third] = [record({ decision: decision() }), record({ decision: later }), record()];
    await appendEntries(db, [first, second, third]);

    expect(await kept(second, first, third)).toEqual([shown, shown, null]);
  });

  it('is what was told first, also in one batch', async () => {
    const entry = record({ decision: decision() });
    const other = { ...entry, decision: decision({ verdict: 'ALLOWED', clause: null }) };
    await appendEntries(db, [entry, other]);
    await appendEntries(db, [other]);

    expect(await kept(entry)).toEqual([shown]);
  });

  it('is listed with those that are alike, page by page', async () => {
    const from = new Date('2031-01-01');
    const rulings = [decision(), decision(), decision({ verdict: 'ALLOWED', clause: null }), decision({ bundle: 'c'.repeat(64) })];
    const at = (index: number) => new Date(from.getTime() + index * 1_000).toISOString();
    await appendEntries(
      db,
      rulings.map((each, index) => record({ at: at(index), decision: each })),
    );

    const first = await listRulings(db, { from, first: 2 });
    expect(first.rulings.map(({ verdict, clause, count }) => [verdict, clause, count])).toEqual([
      ['ALLOWED', null, 1],
      ['REFUSED', '2.1', 2],
    ]);
    expect(first.rulings[1]).toMatchObject({ ...shown, firstAt: new Date(at(0)), lastAt: new Date(at(1)) });
    const second = await listRulings(db, { from, first: 2, after: first.after });
    expect(second.rulings.map(({ bundle, count }) => [bundle, count])).toEqual([['c'.repeat(64), 1]]);
    expect(second.after).toBeNull();
    expect((await listRulings(db, { from: new Date(at(3)), to: new Date(at(9)), first: 9 })).rulings).toHaveLength(1);
    await expect(listRulings(db, { first: 101 })).rejects.toMatchObject({ code: 'PAGE_TOO_LARGE' });
    await expect(listRulings(db, { first: 1, after: 'x' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('is many, told at once and again, and none is lost', async () => {
    const records = Array.from({ length: 100 }, (_, index) => record({ decision: decision({ bundle: String(index % 7).repeat(64) }) }));
    await Promise.all([appendEntries(db, records), appendEntries(db, records.toReversed()), appendEntries(db, records)]);

    expect((await kept(...records)).every((found) => found?.attributes !== null)).toBe(true);
  });

  it.each([
    ['bundle', decision({ bundle: 'b' })],
    ['digest', decision({ digest: 'x' })],
    ['attributes', decision({ digest: 'd'.repeat(64) })],
    ['clause', decision({ clause: 'no clause' })],
    ['verdict', { ...decision(), verdict: 'MAYBE' }],
    ['grounds', { ...decision(), grounds: { attributes } }],
    ['decision', 'none'],
  ])('is refused for its %s', (field, told) => {
    expect(() => parseAuditRecord({ ...record(), decision: told })).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining(field) }),
    );
  });
});

describe('what the gateway hands over', () => {
  it('is kept as it is, but for what no database stores', async () => {
    const odd = { ...record(), act: 'a\0b\ud800', documentIds: ['x'.repeat(5_000), 'x'.repeat(6_000)] };
    const parsed = parseAuditRecord(odd);
    await appendEntries(db, [parsed]);
    expect(await found(odd.id)).toMatchObject({ act: 'a\uFFFDb\uFFFD', documents: ['x'.repeat(200)] });
    const plain = record();
    expect(parseAuditRecord(plain)).toEqual(plain);
  });

  it('says by whose delegation it was done, also once it is closed', async () => {
    const open = record({ particulars: { delegatedBy: [{ duty: 'SIGNATORY', by: parseOfficialId('JUS:i.shevchuk') }] } });
    const parsed = parseAuditRecord(open);
    await appendEntries(db, [parsed]);
    await appendEntries(db, [{ ...parsed, outcome: 'DONE', particulars: {} }]);
    expect(await found(open.id)).toMatchObject({ outcome: 'DONE', particulars: open.particulars });
  });

  it('is marked with the sight that its answer was read with, also where it was opened before (§10.7)', async () => {
    const delegatedBy = [{ duty: 'SIGNATORY', by: parseOfficialId('JUS:i.shevchuk') }] as const;
    const breakGlass = [parseBreakGlassId('JUS:break-glass:01JD0000000000000000000001')];
    const [apart, together] = [record({ particulars: { delegatedBy } }), record({ particulars: { delegatedBy } })];
    const closed = (open: AuditRecord) => parseAuditRecord({ ...open, outcome: 'DONE', particulars: { delegatedBy, breakGlass } });
    await appendEntries(db, [apart]);
    await appendEntries(db, [closed(apart), together, closed(together)]);
    for (const { id } of [apart, together])
      expect(await found(id)).toMatchObject({ outcome: 'DONE', particulars: { delegatedBy, breakGlass } });
  });

  it.each([
    ['an entry', 7],
    ['id', { ...record(), id: '1' }],
    ['at', { ...record(), at: 'yesterday' }],
    ['outcome', { ...record(), outcome: 'FINE' }],
    ['duties', { ...record(), duties: 'CLERK' }],
    ['documentIds', { ...record(), documentIds: [1] }],
    ['particulars', { ...record(), particulars: 'JUS:i.shevchuk' }],
    ['delegations', { ...record(), particulars: { delegatedBy: [{ duty: 'JUDGE', by: 'JUS:i.shevchuk' }] } }],
  ])('is refused for its %s', (_, value) => {
    expect(() => parseAuditRecord(value)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
