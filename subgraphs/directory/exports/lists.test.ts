import { type Caller, type Duty, EXCHANGE, firstRegulation, type InstitutionCode, type Json, parseOfficialId } from '@chancery/domain';
import type { Asked, ExportableList, Row } from '@chancery/exporting';
import { refusalUnder } from '@chancery/policy';
import { newId } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migratedDoors } from '../../../tests/kit/databases.ts';
import { FIN, JUS, MOH } from '../../../tests/kit/eventBuilders.ts';
import { contextOf } from '../../../tests/kit/madeExports.ts';
import { breakGlassesPage } from '../breakGlass/reads.ts';
import { type DirectoryDatabase, openDirectory } from '../database.ts';
import { enrol } from '../enrol.ts';
import { directory } from '../index.ts';
import { institutionsPage } from '../institutions.ts';
import { officialsOf } from '../officials.ts';
import { appointmentsPage } from '../reading/appointments.ts';
import { delegationsOf } from '../reading/delegations.ts';
import { readRegulations } from '../regulation/reads.ts';
import { insertDecision, insertVersion } from '../regulation/versions.ts';
import { appointmentsList } from './appointmentsList.ts';
import { breakGlassesList } from './breakGlassesList.ts';
import { delegationsList } from './delegationsList.ts';
import { institutionsList } from './institutionsList.ts';
import { officialsList } from './officialsList.ts';
import { regulationsList } from './regulationsList.ts';

let db: DirectoryDatabase;
let owner: DirectoryDatabase;

const names = ['a.first', 'b.second', 'z.decider'];
const members = [JUS, FIN, MOH, EXCHANGE];
const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day);

beforeAll(async () => {
  const doors = await migratedDoors(directory.migrations);
  db = openDirectory(doors.service);
  owner = openDirectory(doors.owner);
  const institution = (code: string, more = {}) => ({ code, name: `Institution ${code}`, sector: 'state', ...more });
  const people = members.flatMap((code) =>
    names.map((name) => ({ id: `${code}:${name}`, name, institution: code, clearance: false, duties: [] })),
  );
  const holders = ['c.third', 'd.fourth', 'e.fifth'].map((name) => ({
    id: `JUS:${name}`,
    name,
    institution: 'JUS',
    clearance: true,
    duties: ['CLERK', 'SIGNATORY'] as const,
  }));
  const left = { id: 'LEFT:a.first', name: 'a.first', institution: 'LEFT', clearance: false, duties: [] };
  const institutions = [
    ...members.map((code) => institution(code, { server: code.toLowerCase() })),
    institution('COURT', { parent: 'JUS', sector: 'justice' }),
    institution('LEFT'),
  ];
  await enrol(db, { institutions, officials: [...people, ...holders, left], regulation: true }, ago(30));
  await owner.$executeRaw`UPDATE institution SET left_at = now() WHERE code = 'LEFT'`;
  for (const n of [1, 2, 3, 4, 5])
    await owner.$executeRaw`
      INSERT INTO delegation (id, delegator, delegate, duty, institution, held_from, held_to)
      VALUES (${`JUS:delegation:${n}`}, 'JUS:c.third', 'JUS:a.first', 'CLERK', 'JUS', ${ago(1 + (n % 2))}, ${ago(n > 2 ? -1 : 0.1)})`;
  await owner.$executeRaw`
    INSERT INTO delegation (id, delegator, delegate, duty, institution, held_from, held_to)
    VALUES ('JUS:delegation:9', 'JUS:d.fourth', 'FIN:b.second', 'SIGNATORY', 'JUS', ${ago(1)}, ${ago(-1)})`;
  // Of each institution each state, and always two of one moment.
  for (const code of members)
    for (const at of [ago(1), ago(1), ago(20), ago(20)])
      for (const decided of ['PENDING', 'CONFIRMED', 'DECLINED'] as const) await propose(code, { at, decided });
  for (const code of [JUS, FIN])
    for (const isOver of [false, true])
      for (const decided of ['ASKED', 'OPEN', 'ENDED', 'REVIEWED', 'DECLINED']) await askSight(code, { isOver, decided });
  for (const outcome of ['CONFIRMED', 'DECLINED', null] as const) await proposeVersion(outcome);
});
afterAll(() => Promise.all([db.$disconnect(), owner.$disconnect()]));

interface Proposal {
  readonly at: Date;
  readonly decided: 'PENDING' | 'CONFIRMED' | 'DECLINED';
  readonly duty?: Duty | null;
  readonly note?: string;
}

async function propose(code: InstitutionCode, { at, decided, duty = 'AUDITOR', note = '=1+1' }: Proposal): Promise<string> {
  const id = `${code}:appointment:${newId()}`;
  const isDecided = decided !== 'PENDING';
  await owner.$executeRaw`
    INSERT INTO appointment (id, official, institution, duty, proposed_by, proposed_at, decided, decided_by, decided_at, note)
    VALUES (${id}, ${`${code}:${names[0]}`}, ${code}, ${duty}, ${`${code}:${names[1]}`}, ${at}, ${decided},
            ${isDecided ? `${code}:${names[2]}` : null}, ${isDecided ? at : null}::timestamptz, ${decided === 'DECLINED' ? note : null})`;
  return id;
}

let version = 5_000;

/** Of twelve hours, which are over or not. */
async function askSight(
  code: InstitutionCode,
  { isOver, decided }: { readonly isOver: boolean; readonly decided: string },
): Promise<string> {
  const id = `${code}:break-glass:${newId()}`;
  const asked = ago(isOver ? 2 : 0.1);
  const later = (hours: number) => new Date(asked.getTime() + hours * 3_600_000);
  const isConfirmed = ['OPEN', 'ENDED', 'REVIEWED'].includes(decided);
  const [officer, reviewer] = ['EXC:b.second', 'JUS:b.second'];
  const by = (isSo: boolean, who = officer) => (isSo ? who : null);
  const at = (isSo: boolean, hours: number) => (isSo ? later(hours) : null);
  await owner.$executeRaw`
    INSERT INTO break_glass (id, document_id, institution, official, reason, ends_at, asked_by, asked_at, decided, confirmed_by, confirmed_at, version,
                             declined_by, declined_at, note, ended_by, ended_at, reviewed_by, reviewed_at, finding)
    VALUES (${id}, ${`${code}:LegalOpinion:01JD0000000000000000000000`}, ${code}, 'MOH:a.first', 'A flood.', ${later(12)}, 'EXC:a.first', ${asked}, ${decided},
            ${by(isConfirmed)}, ${at(isConfirmed, 1)}::timestamptz, ${isConfirmed ? ++version : null}::int,
            ${by(decided === 'DECLINED')}, ${at(decided === 'DECLINED', 1)}::timestamptz, ${by(decided === 'DECLINED', 'No.')},
            ${by(decided === 'ENDED')}, ${at(decided === 'ENDED', 2)}::timestamptz,
            ${by(decided === 'REVIEWED', reviewer)}, ${at(decided === 'REVIEWED', 2)}::timestamptz, ${by(decided === 'REVIEWED', 'In order.')})`;
  return id;
}

async function proposeVersion(outcome: 'CONFIRMED' | 'DECLINED' | null): Promise<number> {
  const proposedBy = parseOfficialId('EXC:a.first');
  const { version: _, effectiveFrom: __, ...rules } = firstRegulation;
  return db.$transaction(async (tx) => {
    const version = await insertVersion(tx, { rules, note: 'More.', askedFrom: null, proposedBy, proposedAt: ago(1), endsAt: ago(-1) });
    const decided = {
      version,
      effectiveFrom: outcome === 'CONFIRMED' ? new Date() : null,
      decidedBy: 'EXC:b.second',
      decidedAt: new Date(),
    };
    if (outcome !== null)
      await insertDecision(tx, { ...decided, outcome, reason: null, change: outcome === 'CONFIRMED' ? 1_000 + version : null });
    return version;
  });
}

const officer = (institution: InstitutionCode, duty: Duty = 'SECURITY_OFFICER'): Caller => ({
  official: parseOfficialId(`${institution}:a.first`),
  institution,
  duties: [duty],
  clearance: false,
});

/** All rows of a list, page by page; `between` happens after the first. */
async function everyRow(list: ExportableList, caller: Caller, asked: Asked, between = async () => {}): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let place: Json = null; ; ) {
    const page = await list.readPage(caller, asked, place);
    if (rows.length === 0) await between();
    rows.push(...page.rows);
    if (page.next === null) return rows;
    place = page.next;
  }
}

interface ShownPage {
  readonly edges: readonly { readonly node: object }[];
  readonly pageInfo: { readonly hasNextPage: boolean; endCursor(): string | null };
}

/** All keys that the list itself shows, in its order. */
async function everyKey(key: string, page: (after: string | null) => Promise<ShownPage>): Promise<readonly unknown[]> {
  const keys: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo } = await page(after);
    keys.push(...edges.map(({ node }) => (node as Readonly<Record<string, unknown>>)[key]));
    if (!pageInfo.hasNextPage) return keys;
    after = pageInfo.endCursor();
  }
}

interface Listed {
  readonly key: string;
  readonly list: (page?: number) => ExportableList;
  readonly asked: readonly Asked[];
  readonly shown: (caller: Caller, asked: Asked, after: string | null) => Promise<ShownPage>;
}

const of = (filter: object): Asked => ({ filter: { ...filter } });
const first = 3;
const filterIn = ({ filter }: Asked): object => (filter ?? {}) as object;
const lists: Readonly<Record<string, Listed>> = {
  institutions: {
    key: 'code',
    list: (page) => institutionsList(db, page),
    asked: [{}, of({ text: 'institution' }), of({ text: 'jus' }), of({ sector: 'justice' }), of({ parent: 'JUS' }), of({ hosted: false })],
    shown: (_, asked, after) => institutionsPage(db, filterIn(asked), { first, after }),
  },
  officials: {
    key: 'id',
    list: (page) => officialsList(db, page),
    asked: [{ institution: 'JUS' }, { institution: 'FIN' }],
    shown: (caller, { institution }, after) => officialsOf(db, contextOf(caller), String(institution), { first, after }),
  },
  delegations: {
    key: 'id',
    list: (page) => delegationsList(db, page),
    asked: [{ official: 'JUS:a.first' }, { official: 'FIN:b.second' }],
    shown: (caller, { official }, after) => delegationsOf(db, contextOf(caller), String(official), { first, after }),
  },
  appointments: {
    key: 'id',
    list: (page) => appointmentsList(db, page),
    asked: [
      {},
      of({ state: ['PENDING', 'CONFIRMED', 'DECLINED', 'EXPIRED'] }),
      of({ state: ['EXPIRED'] }),
      of({ state: ['CONFIRMED'], institution: 'FIN' }),
      of({ state: ['DECLINED'], official: 'JUS:a.first' }),
    ],
    shown: (caller, asked, after) => appointmentsPage(db, contextOf(caller), filterIn(asked), { first, after }),
  },
  breakGlasses: {
    key: 'id',
    list: (page) => breakGlassesList(db, page),
    asked: [{}, of({ state: ['OPEN', 'ENDED'] }), of({ documentId: 'FIN:LegalOpinion:01JD0000000000000000000000', state: ['EXPIRED'] })],
    shown: (caller, asked, after) => breakGlassesPage(db, contextOf(caller), filterIn(asked), { first, after }),
  },
  regulations: {
    key: 'version',
    list: (page) => regulationsList(db, page),
    asked: [{}],
    shown: (caller, _, after) => readRegulations(db, contextOf(caller), { first, after }),
  },
};

describe.each(Object.entries(lists))('%s, as an export (§3.13)', (_, { key, list, asked, shown }) => {
  test('have the rows that the pages of the list have, in their order, for every caller', async () => {
    let most = 0;
    for (const institution of members)
      for (const each of asked) {
        const caller = officer(institution);
        const known = await everyKey(key, (after) => shown(caller, each, after));
        for (const page of [2, undefined]) expect((await everyRow(list(page), caller, each)).map((row) => row[key])).toEqual(known);
        expect(await list().count(caller, each)).toBe(known.length);
        most = Math.max(most, known.length);
      }
    expect(most).toBeGreaterThan(first);
  });

  test('have a value for each column, and no other', async () => {
    const [first = {}] = asked;
    const named = list()
      .columnsOf(first)
      .map(({ name }) => name);
    const [row] = await everyRow(list(), officer(EXCHANGE), first);
    expect(Object.keys(row ?? {}).toSorted()).toEqual(named.toSorted());
  });
});

describe('a row of an export', () => {
  const only = async (list: ExportableList, asked: Asked, key: string, value: unknown) =>
    (await everyRow(list, officer(EXCHANGE), asked)).find((row) => row[key] === value);

  test('is an institution', async () => {
    expect(await only(institutionsList(db), {}, 'code', 'COURT')).toEqual({
      code: 'COURT',
      name: 'Institution COURT',
      parent: 'JUS',
      sector: 'justice',
      hosted: true,
    });
  });

  test('is an official with the duties held there, by delegation too', async () => {
    const held = { institution: 'JUS' };
    expect(await only(officialsList(db), held, 'id', 'JUS:c.third')).toEqual({
      id: 'JUS:c.third',
      name: 'c.third',
      institution: 'JUS',
      duties: ['CLERK', 'SIGNATORY'],
      clearance: true,
      dismissedAt: null,
    });
    expect(await only(officialsList(db), held, 'id', 'FIN:b.second')).toMatchObject({ institution: 'FIN', duties: ['SIGNATORY'] });
    await expect(officialsList(db).readPage(officer(JUS), { institution: 'NOBODY' }, null)).rejects.toMatchObject({
      code: 'INSTITUTION_UNKNOWN',
    });
  });

  test('is a delegation, and whether it is in force', async () => {
    const given = { official: 'JUS:c.third' };
    expect(await only(delegationsList(db), given, 'id', 'JUS:delegation:3')).toMatchObject({
      duty: 'CLERK',
      institution: 'JUS',
      delegatedBy: 'JUS:c.third',
      delegatedTo: 'JUS:a.first',
      inForce: true,
    });
    expect(await only(delegationsList(db), given, 'id', 'JUS:delegation:1')).toMatchObject({ inForce: false });
    await expect(delegationsList(db).count(officer(JUS), { official: 'JUS:nobody' })).rejects.toMatchObject({ code: 'OFFICIAL_UNKNOWN' });
  });

  test('is what was proposed, as it stands now', async () => {
    const at = ago(15);
    const id = await propose(MOH, { at, decided: 'PENDING', duty: null });
    expect(await only(appointmentsList(db), of({ state: ['EXPIRED'] }), 'id', id)).toEqual({
      id,
      official: 'MOH:a.first',
      institution: 'MOH',
      duty: null,
      clearance: true,
      from: null,
      to: null,
      state: 'EXPIRED',
      proposedBy: 'MOH:b.second',
      proposedAt: at.toISOString(),
      decideBefore: new Date(at.getTime() + 14 * day).toISOString(),
      decidedBy: null,
      decidedAt: null,
      note: null,
    });
  });

  test('is a sight in an emergency, as it stands now', async () => {
    const id = await askSight(FIN, { isOver: true, decided: 'OPEN' });
    expect(await only(breakGlassesList(db), of({ state: ['ENDED'] }), 'id', id)).toMatchObject({
      documentId: 'FIN:LegalOpinion:01JD0000000000000000000000',
      official: 'MOH:a.first',
      reason: 'A flood.',
      state: 'ENDED',
      askedBy: 'EXC:a.first',
      endedAt: null,
    });
  });

  test('is a version of the regulation, its tables in one cell each', async () => {
    const row = await only(regulationsList(db), {}, 'state', 'PROPOSED');
    expect(row).toMatchObject({ note: 'More.', proposedBy: 'EXC:a.first', approvals: firstRegulation.approvals });
    expect(JSON.parse(String(row?.routes))).toEqual(firstRegulation.routes);
    expect(JSON.parse(String(row?.deadlines))).toEqual(firstRegulation.deadlines);
  });
});

describe('an export while others write', () => {
  test('has each row once that was there from its beginning to its end', async () => {
    const asked = of({ state: ['PENDING', 'CONFIRMED', 'DECLINED'] });
    const before = await everyRow(appointmentsList(db), officer(EXCHANGE), asked);
    const rows = await everyRow(appointmentsList(db, 3), officer(EXCHANGE), asked, async () => {
      await propose(JUS, { at: new Date(), decided: 'PENDING' });
      await owner.$executeRaw`UPDATE appointment SET decided = 'CONFIRMED', decided_by = 'EXC:z.decider', decided_at = now() WHERE decided = 'PENDING' AND proposed_at > ${ago(2)}`;
    });
    expect(rows.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    // Decided behind the first page, while it had been read already.
    const waiting = before.findIndex(({ state }, at) => at >= 3 && state === 'PENDING');
    expect([waiting > 0, rows.at(waiting)?.state]).toEqual([true, 'CONFIRMED']);
  });
});

describe('who may have it made', () => {
  test('is whoever may read the list (§2.2, §2.6.1, §13.4)', () => {
    const refused = (list: ExportableList, duty: Duty) => refusalUnder(list.right, officer(JUS, duty))?.clause ?? null;
    const clauses = (duty: Duty) => Object.values(lists).map(({ list }) => refused(list(), duty));
    expect(clauses('SECURITY_OFFICER')).toEqual([null, null, null, null, null, null]);
    expect(clauses('AUDITOR')).toEqual([null, null, null, '2.6.1', null, null]);
    expect(clauses('CLERK')).toEqual([null, null, null, '2.6.1', '13.4', null]);
    expect(refusalUnder(institutionsList(db).right, { ...officer(JUS), duties: [] })).toBeNull();
  });

  test('hears at once what is wrong with the filter', () => {
    const code = (list: ExportableList, filter: object) => {
      try {
        list.columnsOf(of(filter));
      } catch (error) {
        return (error as { code: string }).code;
      }
      return null;
    };
    expect(code(institutionsList(db), { text: 'a\u0000b' })).toBe('CONTROL_CHARACTERS');
    expect(code(institutionsList(db), { parent: 'nobody' })).toBe('MALFORMED_ID');
    expect(code(appointmentsList(db), { official: 'nobody' })).toBe('MALFORMED_ID');
    expect(() => officialsList(db).columnsOf({ institution: 'jus' })).toThrow('institution code');
    expect(() => delegationsList(db).columnsOf({ official: 'JUS' })).toThrow('official id');
    expect(code(breakGlassesList(db), { documentId: 'none' })).toBe('MALFORMED_ID');
  });
});
