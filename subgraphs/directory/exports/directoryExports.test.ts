import { type Caller, type Duty, EXCHANGE, type InstitutionCode, parseOfficialId } from '@chancery/domain';
import { type Exports, orderOf } from '@chancery/exporting';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migratedDoors } from '../../../tests/kit/databases.ts';
import { FIN, JUS } from '../../../tests/kit/eventBuilders.ts';
import { begin, cancel, contextOf, exportsOn, fetched, standing } from '../../../tests/kit/madeExports.ts';
import { type DirectoryDatabase, openDirectory } from '../database.ts';
import { enrol } from '../enrol.ts';
import { directory } from '../index.ts';
import { appointmentsList } from './appointmentsList.ts';
import { institutionsList } from './institutionsList.ts';
import { startersOf } from './startersOf.ts';

let db: DirectoryDatabase;
let owner: DirectoryDatabase;
const running = new Set<Exports>();

beforeAll(async () => {
  const doors = await migratedDoors(directory.migrations);
  db = openDirectory(doors.service);
  owner = openDirectory(doors.owner);
  const institutions = [JUS, FIN, EXCHANGE].map((code) => ({ code, name: `Institution ${code}`, sector: 'state' }));
  await enrol(db, { institutions, officials: [] }, new Date());
});
beforeEach(async () => {
  await owner.$executeRaw`TRUNCATE official, held_duty, delegation, appointment, break_glass, export, export_page, export_part, kernel.outbox, kernel.command_request`;
  await hold(officer.official, 'SECURITY_OFFICER');
  await hold('FIN:p.proposed');
});
afterEach(async () => {
  await Promise.all([...running].map(({ worker }) => worker.stop()));
  running.clear();
});
afterAll(() => Promise.all([db.$disconnect(), owner.$disconnect()]));

const official = (id: string, institution: InstitutionCode, ...duties: readonly Duty[]): Caller => ({
  official: parseOfficialId(id),
  institution,
  duties,
  clearance: false,
});
const officer = official('JUS:o.officer', JUS, 'SECURITY_OFFICER');

/** The official holds these duties since an hour, or ends all others now. */
const hold = (id: string, ...duties: readonly Duty[]) => {
  const since = new Date(Date.now() - (duties.length === 0 ? 0 : 3_600_000));
  return enrol(db, { institutions: [], officials: [{ id, name: id, institution: id.slice(0, 3), clearance: false, duties }] }, since);
};

const propose = async (count: number, of: InstitutionCode = JUS) => {
  for (let n = 0; n < count; n += 1)
    await owner.$executeRaw`
      INSERT INTO appointment (id, official, institution, duty, proposed_by, proposed_at)
      VALUES (${`${of}:appointment:${n}`}, 'FIN:p.proposed', ${of}, 'AUDITOR', 'JUS:o.officer', now())`;
};

/** Exports with pages of two rows, at work unless a test wants otherwise. */
function made({ works = true } = {}): Exports {
  const exports = exportsOn(db, startersOf(db), [institutionsList(db, 2), appointmentsList(db, 2)], {}, 'directory');
  if (works) exports.worker.start();
  running.add(exports);
  return exports;
}
const institutions = () => ({ list: institutionsList(db, 2), asked: {}, columns: ['code'], format: 'CSV' as const });
const appointments = () => ({ list: appointmentsList(db, 2), asked: {}, columns: null, format: 'CSV' as const });
const ended = (exports: Exports, caller: Caller, id: string) =>
  expect.poll(async () => (await standing(exports, caller, id)).status, { timeout: 10_000, interval: 20 });
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    ({ code }: { readonly code: string }) => code,
  );

describe('an export of a list of the directory (§3.13)', () => {
  test('is made, fetched and on record', async () => {
    await propose(5);
    await propose(3, FIN);
    const exports = made();
    const id = await begin(exports, officer, appointments());
    expect(id).toMatch(/^directory:export:/);
    await ended(exports, officer, id).toBe('FINISHED');
    const { status, bytes } = await fetched(exports, officer, id);
    expect(status).toBe(200);
    const rows = parse(bytes, { bom: true, columns: true }) as readonly Record<string, string>[];
    expect(rows.map((row) => row.institution)).toEqual(['JUS', 'JUS', 'JUS', 'JUS', 'JUS']);
    expect(rows[0]).toMatchObject({ duty: 'AUDITOR', clearance: 'false', state: 'PENDING' });
    const told = await db.$queryRaw<{ name: string; rows: number | null }[]>`
      SELECT act ->> 'name' AS name, (payload ->> 'rows')::int AS rows FROM kernel.outbox WHERE payload ->> 'exportId' = ${id} ORDER BY row_id`;
    expect(told).toEqual([
      { name: 'startExport', rows: null },
      { name: 'finishExport', rows: 5 },
    ]);
  });

  test('is made under the duties that its official holds by the directory’s own word, whatever came with his call', async () => {
    const exports = made();
    const clerk = official('JUS:p.clerk', JUS, 'SECURITY_OFFICER');
    await hold(clerk.official, 'CLERK');
    const id = await begin(exports, clerk, appointments());
    await ended(exports, clerk, id).toBe('FAILED');
    expect((await standing(exports, clerk, id)).failure).toMatchObject({ code: 'DUTY_REQUIRED', clause: '2.6.1' });
  });

  test('is made for who acts for another institution by delegation, while the duty that it came from is held (§2.5.3)', async () => {
    await hold('FIN:d.clerk', 'CLERK');
    await hold('JUS:e.standin');
    await owner.$executeRaw`
      INSERT INTO delegation (id, delegator, delegate, duty, institution, held_from, held_to)
      VALUES ('FIN:delegation:1', 'FIN:d.clerk', 'JUS:e.standin', 'CLERK', 'FIN', now() - interval '1 minute', now() + interval '1 day')`;
    const standin = official('JUS:e.standin', FIN, 'CLERK');
    const exports = made();
    const id = await begin(exports, standin, institutions());
    await ended(exports, standin, id).toBe('FINISHED');
    await hold('FIN:d.clerk');
    const late = await begin(exports, standin, institutions());
    await ended(exports, standin, late).toBe('FAILED');
    expect((await standing(exports, standin, late)).failure).toMatchObject({ code: 'DUTY_REQUIRED' });
  });

  test.each([
    ['who was dismissed', 'OFFICIAL_DISMISSED', () => owner.$executeRaw`UPDATE official SET dismissed_at = now()`],
    ['whom nobody knows', 'OFFICIAL_UNKNOWN', () => owner.$executeRaw`TRUNCATE official CASCADE`],
  ])('of an official %s fails', async (_, code, change) => {
    const exports = made({ works: false });
    const id = await begin(exports, officer, institutions());
    await change();
    exports.worker.start();
    await ended(exports, officer, id).toBe('FAILED');
    expect((await standing(exports, officer, id)).failure).toMatchObject({ code });
  });

  test('is, for who may not read the list any more, one that does not exist; his others stay', async () => {
    const exports = made();
    const [closed, open] = [await begin(exports, officer, appointments()), await begin(exports, officer, institutions())];
    for (const id of [closed, open]) await ended(exports, officer, id).toBe('FINISHED');
    const listed = async (caller: Caller) => (await exports.list(contextOf(caller), {})).edges.map(({ node }) => node.id).toSorted();
    const now = { ...officer, duties: ['CLERK'] as const };
    expect(await codeOf(standing(exports, now, closed))).toBe('EXPORT_NOT_FOUND');
    expect(await codeOf(cancel(exports, now, closed))).toBe('EXPORT_NOT_FOUND');
    expect((await fetched(exports, now, closed)).code).toBe('EXPORT_NOT_FOUND');
    expect((await fetched(exports, now, open)).status).toBe(200);
    expect(await listed(now)).toEqual([open]);
    expect(await listed(officer)).toEqual([closed, open].toSorted());
    expect((await fetched(exports, officer, closed)).status).toBe(200);
  });
});

describe('what is asked for', () => {
  const lists = () => [institutionsList(db), appointmentsList(db)];
  const ordered = (input: object) => orderOf({ lists: lists() }, { format: 'CSV', ...input });

  test('is one list, with what is asked of it', () => {
    const order = ordered({ appointments: { filter: { state: ['CONFIRMED'] } }, institutions: null, columns: ['id'] });
    expect(order).toMatchObject({ list: { name: 'appointments' }, asked: { filter: { state: ['CONFIRMED'] } }, columns: ['id'] });
    expect(ordered({ institutions: true })).toMatchObject({ list: { name: 'institutions' }, asked: {}, columns: null });
  });

  test.each([{}, { institutions: null }, { institutions: false }, { institutions: {}, appointments: {} }, { nothing: {} }])(
    'is not %j',
    (input) => {
      expect(() => ordered(input)).toThrow('An export takes one of institutions, appointments.');
    },
  );
});
