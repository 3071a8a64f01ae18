import type { Caller, InstitutionCode } from '@chancery/domain';
import type { Asked, Cell, ExportableList } from '@chancery/exporting';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migratedDoors } from '../../../tests/kit/databases.ts';
import { FIN, JUS } from '../../../tests/kit/eventBuilders.ts';
import { person } from '../../../tests/kit/perimeterWorld.ts';
import { openPerimeter, type PerimeterDatabase } from '../database.ts';
import { inboxList } from './inboxList.ts';
import { noticesList } from './noticesList.ts';

let db: PerimeterDatabase;
let owner: PerimeterDatabase;
// A database for each: what a perimeter holds nobody takes away.
beforeEach(async () => {
  const doors = await migratedDoors(new URL('../prisma/migrations/', import.meta.url));
  db = openPerimeter(doors.service);
  owner = openPerimeter(doors.owner);
});
afterEach(() => Promise.all([db.$disconnect(), owner.$disconnect()]));

const cleared = person('FIN');
const uncleared: Caller = { ...cleared, clearance: false };

/** So many consignments in an inbox, three at a time delivered at the same moment; every fifth of a RESTRICTED document, the last one pending. */
const deliver = (many: number, to: InstitutionCode = FIN) => owner.$executeRaw`
  INSERT INTO consignment (id, institution, sender, dispatch_id, document_id, access, copy, state, bundle, receipt, received_at, expires_at, delivered_at,
                           incoming_number, registered_at)
  SELECT ${to} || ':' || lpad(n::text, 26, '0'), ${to}, 'JUS', 'JUS:1', 'JUS:LegalOpinion:' || n, CASE n % 5 WHEN 0 THEN 'RESTRICTED' ELSE 'PUBLIC' END,
         CASE n WHEN ${many} THEN 'PENDING' ELSE 'IN_INBOX' END, CASE n % 2 WHEN 0 THEN 'REGISTERED' ELSE 'DELIVERED' END,
         jsonb_build_object('outgoingNumber', 'JUS-' || n, 'signed', jsonb_build_object('title', 'No. ' || n, 'kind', 'LegalOpinion', 'documentDate', '2026-03-01')),
         '{}', now(), now(), '2026-03-02'::timestamptz + n / 3 * interval '1 second',
         CASE n % 2 WHEN 0 THEN 'IN-' || n END, CASE n % 2 WHEN 0 THEN now() END
    FROM generate_series(1, ${many}::int) n`;

const tell = (many: number, of: InstitutionCode = FIN) => owner.$executeRaw`
  WITH d AS (
    INSERT INTO document (id, institution, kind, status, access, title, document_date, content, author, created_at)
    SELECT ${of} || ':BudgetRequest:' || n, ${of}, 'BudgetRequest', 'REGISTERED', CASE n % 5 WHEN 0 THEN 'RESTRICTED' ELSE 'PUBLIC' END, 'No. ' || n,
           '2026-03-01', '{}', 'FIN:a.person', now() FROM generate_series(1, ${many}::int) n RETURNING id)
  INSERT INTO notice (id, institution, document_id, at, consignment_id, addressee, state)
  SELECT 'MOH:' || ${of} || lpad(n::text, 3, '0'), ${of}, ${of} || ':BudgetRequest:' || n, '2026-03-02'::timestamptz + n / 3 * interval '1 second', 'MOH:' || ${of} || lpad(n::text, 3, '0'), 'MOH', 'EXPIRED'
    FROM generate_series(1, ${many}::int) n`;

/** One column of all rows, read page by page as an export reads them. */
async function read(list: ExportableList, caller: Caller, asked: Asked, column = 'id'): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (let next: Awaited<ReturnType<ExportableList['readPage']>>['next'] = null; ; ) {
    const page = await list.readPage(caller, asked, next);
    cells.push(...page.rows.map((row) => row[column] ?? null));
    if (page.next === null) return cells;
    // Between two pages the place is kept as JSON.
    next = JSON.parse(JSON.stringify(page.next));
  }
}
const both = () => [inboxList(db, 4), noticesList(db, 4)];
const ofFinance: Asked = { institution: 'FIN' };

describe('a list of a perimeter, page by page (§3.13)', () => {
  test.each([1, 2, 4, 250])('has each row once, newest first, in pages of %i', async (page) => {
    await deliver(15);
    await tell(14);
    const numbers = (cells: readonly Cell[]) => cells.map((cell) => Number(String(cell).replace(/^.*\D/, '')));
    const descending = Array.from({ length: 14 }, (_, n) => 14 - n);
    const [inbox, notices] = [await read(inboxList(db, page), cleared, ofFinance), await read(noticesList(db, page), cleared, ofFinance)];
    expect(numbers(inbox)).toEqual(descending);
    expect(numbers(notices)).toEqual(descending);
    for (const [list, rows] of [
      [inboxList(db), inbox],
      [noticesList(db), notices],
    ] as const)
      expect(await list.count(cleared, ofFinance)).toBe(rows.length);
  });

  test('is without what is about RESTRICTED documents for who has no clearance (§3.1, §3.2)', async () => {
    await deliver(16);
    await tell(15);
    for (const list of both()) {
      expect(await read(list, uncleared, ofFinance)).toHaveLength(12);
      expect([await list.count(uncleared, ofFinance), await list.count(cleared, ofFinance)]).toEqual([12, 15]);
      expect([list.sightOf(cleared), list.sightOf(uncleared)]).toEqual([['clearance'], []]);
    }
  });

  test('is of the institution that it was asked of, though another shares the server; nobody else reads it (§3.4)', async () => {
    await deliver(3);
    await deliver(9, JUS);
    await tell(2);
    await tell(8, JUS);
    expect(await Promise.all(both().map((list) => read(list, cleared, ofFinance)))).toMatchObject([{ length: 2 }, { length: 2 }]);
    const refused = expect.objectContaining({ code: 'NOT_THE_RECIPIENT', clause: '3.4' });
    for (const list of both()) {
      await expect(list.readPage(person('JUS'), ofFinance, null)).rejects.toEqual(refused);
      await expect(list.count(person('JUS'), ofFinance)).rejects.toEqual(refused);
    }
  });

  test('is of the states that were asked for', async () => {
    await deliver(9);
    const states = (state: readonly string[]) => read(inboxList(db, 3), cleared, { ...ofFinance, state }, 'state');
    expect(await states(['REGISTERED'])).toEqual(Array(4).fill('REGISTERED'));
    expect(await states(['REFUSED'])).toEqual([]);
    expect(await states(['REGISTERED', 'DELIVERED'])).toHaveLength(8);
  });

  test('has a value of the column’s own type, or none, for each column', async () => {
    await deliver(3);
    await tell(3);
    for (const list of both()) {
      const [row] = (await list.readPage(cleared, ofFinance, null)).rows;
      const names = list.columnsOf(ofFinance).map(({ name }) => name);
      expect(Object.keys(row ?? {}).toSorted()).toEqual(names.toSorted());
      for (const { name, type } of list.columnsOf(ofFinance)) {
        const cell = row?.[name] ?? null;
        if (type === 'MOMENT' && cell !== null) expect(new Date(String(cell)).toISOString()).toBe(cell);
        expect(['string', 'object']).toContain(typeof cell);
      }
    }
  });

  test('is of an institution', () => {
    for (const list of both())
      expect(() => list.columnsOf({ institution: '../FIN' })).toThrow(expect.objectContaining({ code: 'MALFORMED_ID' }));
  });
});
