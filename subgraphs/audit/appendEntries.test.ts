import { parseOfficialId } from '@chancery/domain';
import type { AuditRecord } from '@chancery/trust';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migratedDatabase } from '../../tests/kit/databases.ts';
import { appendEntries } from './appendEntries.ts';
import { type AuditDatabase, openAudit } from './database.ts';
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
beforeAll(async () => {
  db = openAudit(await migratedDatabase(audit.migrations));
});
afterAll(() => db.$disconnect());

const found = (id: string) => db.auditEntry.findUniqueOrThrow({ where: { id } });
const documentsOf = async (id: string) =>
  (await db.entryDocument.findMany({ where: { entry: id } })).map(({ document }) => document).toSorted();

describe('an entry (§10.5)', () => {
  it('is opened, then closed by its outcome; what was done stays as it was told first', async () => {
    const open = record();
    await appendEntries(db, [open]);
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
      closedAt: new Date('2026-03-02T09:00:01.000Z'),
    });
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
    expect(await db.auditEntry.count({ where: { id: { in: records.map(({ id }) => id) }, outcome: 'DONE' } })).toBe(200);
  });
});

describe('the database itself (§10.5)', () => {
  it.each([
    "UPDATE audit_entry SET act = 'Other' WHERE outcome = 'OPEN'",
    "UPDATE audit_entry SET outcome = 'DONE', official = 'FIN:x.y' WHERE outcome = 'OPEN'",
    "UPDATE audit_entry SET outcome = 'DONE', documents = '{}' WHERE outcome = 'OPEN'",
    "UPDATE audit_entry SET code = 'X' WHERE outcome = 'DONE'",
    "UPDATE audit_entry SET outcome = 'OPEN' WHERE outcome = 'DONE'",
    'DELETE FROM audit_entry',
    'TRUNCATE audit_entry',
    'DELETE FROM entry_document',
    "UPDATE entry_document SET document = 'x'",
    'TRUNCATE entry_document',
  ])('refuses: %s', async (statement) => {
    await appendEntries(db, [record(), record({ outcome: 'DONE' })]);
    const before = await db.auditEntry.count();
    await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/closed|says what was done|keeps what it holds/);
    expect(await db.auditEntry.count()).toBe(before);
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
