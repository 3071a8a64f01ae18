import { type Caller, EXCHANGE, type InstitutionCode, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { administratorsUrl, migratedDoors } from '../../tests/kit/databases.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { statementsFor } from '../../tests/kit/statements.ts';
import { appendEntries } from './appendEntries.ts';
import { type AuditDatabase, openAudit } from './database.ts';
import { type AuditFilter, listEntries } from './entries.ts';
import { audit } from './index.ts';

const JUS = parseInstitutionCode('JUS');
const ENTRIES = 60_000;

let db: AuditDatabase;
let owner = '';
beforeAll(async () => {
  const doors = await migratedDoors(audit.migrations);
  owner = doors.owner;
  db = openAudit(doors.service);
  await rowsOf(owner, trail);
});
afterAll(() => db.$disconnect());

const record = {
  at: '2026-03-02T09:00:00.000Z',
  place: 'gateway',
  act: 'signDocument',
  official: 'JUS:o.petrenko',
  institution: 'JUS',
  duties: ['SIGNATORY'],
  documentIds: [],
  consignmentId: null,
  outcome: 'OPEN',
  code: null,
  clause: null,
  traceId: '0af7651916cd43dd8448eb211c80319c',
  closedAt: null,
} as const;

/** A quarter was opened first, and nearly all of that was closed; few were refused. */
const trail = `
  INSERT INTO audit_entry
    SELECT 'E' || to_char(g, 'FM0000000'), timestamptz '2026-01-01' + g * interval '1 second', CASE g % 5 WHEN 0 THEN 'JUS' ELSE 'gateway' END, 'sign',
           'JUS:o.' || g % 100, CASE g % 3 WHEN 0 THEN 'JUS' ELSE 'FIN' END, '{CLERK}', '{}', NULL,
           CASE WHEN g % 4 = 0 THEN 'OPEN' WHEN g % 97 = 0 THEN 'REFUSED' ELSE 'DONE' END, CASE WHEN g % 4 > 0 AND g % 97 = 0 THEN 'NO' END, NULL, md5(g::text), NULL
      FROM generate_series(1, ${ENTRIES}) g;
  INSERT INTO audit_closing
    SELECT id, at, CASE WHEN id LIKE '%500' THEN 'REFUSED' ELSE 'DONE' END, CASE WHEN id LIKE '%500' THEN 'NO' END, NULL, '{}', at
      FROM audit_entry WHERE outcome = 'OPEN' AND id BETWEEN 'E' AND 'E0059990';
  INSERT INTO open_entry SELECT at, id FROM audit_entry e WHERE outcome = 'OPEN' AND id > 'E' AND NOT EXISTS (SELECT FROM audit_closing WHERE entry = e.id);
  ANALYZE`;

const auditor = (institution: InstitutionCode): Caller => ({
  official: parseOfficialId(`${institution}:a.auditor`),
  institution,
  duties: ['AUDITOR'],
  clearance: false,
});

/** How many rows PostgreSQL reads for the first page of a list. */
async function rowsRead(institution: InstitutionCode, filter: AuditFilter): Promise<number> {
  const [question] = await statementsFor(async () => {
    const { edges } = await listEntries(db, auditor(institution), { filter, first: 20 });
    expect(edges.length).toBeGreaterThan(0);
  });
  const lines = await rowsOf<{ 'QUERY PLAN': string }>(
    owner,
    `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${question?.text}`,
    question?.values,
  );
  return Math.max(...lines.map((line) => Number(/actual rows=([\d.]+)/.exec(line['QUERY PLAN'])?.[1] ?? 0)));
}

it('is added to without reading it through, also by who began when it was short', { timeout: 60_000 }, async () => {
  const doors = await migratedDoors(audit.migrations);
  const writer = openAudit(doors.service);
  const append = async () => {
    const open = { ...record, id: ulid() };
    await appendEntries(writer, [open, { ...record, id: ulid(), outcome: 'DONE' }]);
    await appendEntries(writer, [{ ...open, outcome: 'DONE' }]);
  };
  // PostgreSQL keeps the plan of a statement that it has run a few times.
  for (let times = 0; times < 20; times++) await append();
  // What it has counted so far is not to be told later, among what is counted then.
  await writer.$executeRaw`SELECT pg_stat_force_next_flush()`;
  await rowsOf(doors.owner, trail.replace('ANALYZE', 'SELECT 1'));
  await rowsOf(await administratorsUrl(doors.owner), 'SELECT pg_stat_reset()');
  for (let times = 0; times < 20; times++) await append();
  await writer.$disconnect();

  const counted = `SELECT sum(n_tup_ins)::int AS added, sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS read FROM pg_stat_user_tables WHERE relname LIKE 'audit_%'`;
  const counts = async () => (await rowsOf<{ added: number; read: number }>(doors.owner, counted))[0];
  await expect.poll(async () => (await counts())?.added, { timeout: 15_000 }).toBe(60);
  expect((await counts())?.read).toBeLessThan(5_000);
});

it.each<readonly [string, AuditFilter]>([
  ['everything', {}],
  ['what is open still', { outcome: ['OPEN'] }],
  ['what was refused', { outcome: ['REFUSED'] }],
  ['what was done', { outcome: ['DONE'] }],
  ['what ended in several ways', { outcome: ['OPEN', 'REFUSED', 'FAILED'] }],
  ['what ended with a code', { code: 'NO' }],
  ['what a code refused', { code: 'NO', outcome: ['REFUSED'] }],
  ['what one official did', { official: 'JUS:o.5' }],
])('reads no more for a page of a long trail than the page needs: %s', async (_, filter) => {
  for (const institution of [EXCHANGE, JUS]) expect(await rowsRead(institution, filter)).toBeLessThan(1_000);
});
