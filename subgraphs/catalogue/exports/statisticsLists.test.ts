import { type CardEvent, EXCHANGE } from '@chancery/domain';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migratedDatabase } from '../../../tests/kit/databases.ts';
import { cardEvent, consignmentEvent, events, FIN, intakeEvent, JUS } from '../../../tests/kit/eventBuilders.ts';
import { begin, Directory, exportsOn, fetched, standing } from '../../../tests/kit/madeExports.ts';
import { type CatalogueDatabase, openCatalogue } from '../database.ts';
import { keepEvents } from '../followers.ts';
import { catalogue } from '../index.ts';
import { documentStatisticsList, exchangeStatisticsList } from './statisticsLists.ts';

let db: CatalogueDatabase;
const directory = new Directory();
const analyst = directory.admit(EXCHANGE, { duties: ['ANALYST'] });

const many = (count: number, change: Partial<CardEvent>) => Array.from({ length: count }, () => cardEvent(change));
const consignment = consignmentEvent();

beforeAll(async () => {
  db = openCatalogue(await migratedDatabase(catalogue.migrations));
  const told = [
    ...many(5, { institution: JUS }),
    ...many(4, { institution: FIN }),
    ...many(7, { institution: JUS, access: 'RESTRICTED', title: null, documentDate: '2025-01-01' }),
    consignment,
    intakeEvent(consignment),
  ];
  await db.$transaction((tx) => keepEvents(tx, events(told)));
});
afterAll(() => db.$disconnect());

async function rowsOf(
  list: ReturnType<typeof documentStatisticsList>,
  asked: Parameters<typeof begin>[2]['asked'],
): Promise<readonly string[][]> {
  const exports = exportsOn(db, directory.copy, [list]);
  exports.worker.start();
  try {
    const id = await begin(exports, analyst, { list, asked, columns: null, format: 'CSV' });
    await expect.poll(async () => (await standing(exports, analyst, id)).status, { timeout: 10_000 }).toBe('FINISHED');
    return parse((await fetched(exports, analyst, id)).bytes, { bom: true });
  } finally {
    await exports.worker.stop();
  }
}

describe('a statistic as an export (§3.13)', () => {
  test('has its groups, and none that is too small to be told (§3.6)', async () => {
    const asked = { groupBy: ['INSTITUTION', 'YEAR'] };
    const head = ['institution', 'year', 'count'];
    expect(await rowsOf(documentStatisticsList({ db, smallestGroup: 1 }), asked)).toEqual([
      head,
      ['JUS', '2026', '5'],
      ['FIN', '2026', '4'],
    ]);
    expect(await rowsOf(documentStatisticsList({ db, smallestGroup: 5 }), asked)).toEqual([head, ['JUS', '2026', '5']]);
  });

  test('has what a statistic of consignments measures', async () => {
    expect(await rowsOf(exchangeStatisticsList({ db }), { groupBy: ['SENDER', 'DECISION'] })).toEqual([
      ['sender', 'decision', 'count', 'medianHoursToRegister', 'medianDaysToDecision'],
      ['JUS', '', '1', '2', ''],
    ]);
  });
});
