import { type Caller, type Duty, EXCHANGE } from '@chancery/domain';
import type { Asked, ExportableList } from '@chancery/exporting';
import { refusalUnder } from '@chancery/policy';
import { describe, expect, test } from 'vitest';
import { JUS } from '../../../tests/kit/eventBuilders.ts';
import { db, filledDirectory, members } from '../../../tests/kit/filledDirectory.ts';
import { everyKey, everyRow, of, officer, type ShownPage } from '../../../tests/kit/listedRows.ts';
import { contextOf } from '../../../tests/kit/madeExports.ts';
import { breakGlassesPage } from '../breakGlass/reads.ts';
import { institutionsPage } from '../institutions.ts';
import { officialsOf } from '../officials.ts';
import { appointmentsPage } from '../reading/appointments.ts';
import { delegationsOf } from '../reading/delegations.ts';
import { readRegulations } from '../regulation/reads.ts';
import { appointmentsList } from './appointmentsList.ts';
import { breakGlassesList } from './breakGlassesList.ts';
import { delegationsList } from './delegationsList.ts';
import { institutionsList } from './institutionsList.ts';
import { officialsList } from './officialsList.ts';
import { regulationsList } from './regulationsList.ts';

filledDirectory();

interface Listed {
  readonly key: string;
  readonly list: (page?: number) => ExportableList;
  readonly asked: readonly Asked[];
  readonly shown: (caller: Caller, asked: Asked, after: string | null) => Promise<ShownPage>;
}

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
