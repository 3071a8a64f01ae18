import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { migrate } from '@chancery/kernel';
import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import { auditTrail, db, owner, record } from '../../tests/kit/auditEntries.ts';
import { administratorsUrl, emptyDoors } from '../../tests/kit/databases.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { appendEntries } from './appendEntries.ts';
import { type EntryRow, entries, entryColumns } from './auditEntry.ts';
import { openAudit } from './database.ts';
import { audit } from './index.ts';

auditTrail();

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
