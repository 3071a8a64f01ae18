import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asker, publicCard } from '../../tests/kit/catalogueCards.ts';
import { migratedDoors } from '../../tests/kit/databases.ts';
import { cardEvent, events, FIN, JUS, MOH } from '../../tests/kit/eventBuilders.ts';
import { explaining, stepsOf } from '../../tests/kit/explaining.ts';
import { type CatalogueDatabase, openCatalogue } from './database.ts';
import { readFilter } from './documentFilter.ts';
import { documentStatistics } from './documentStatistics.ts';
import { type DocumentPage, type DocumentsArguments, listDocuments } from './documents.ts';
import { keepEvents } from './followers.ts';
import { catalogue } from './index.ts';

const CARDS = 20_000;
const letters = 'abcdefghijklmnopqrst';
let db: CatalogueDatabase;
beforeAll(async () => {
  db = openCatalogue((await migratedDoors(catalogue.migrations)).owner);
  for (let start = 0; start < CARDS; start += 2_000) {
    const some = Array.from({ length: 2_000 }, (_, index) => cardAt(start + index));
    await db.$transaction((tx) => keepEvents(tx, events(some)), { timeout: 60_000 });
  }
  await db.$executeRaw`ANALYZE`;
}, 120_000);
afterAll(() => db.$disconnect());

/** Every tenth card is about water, one in a hundred is sent to MOH, one in two hundred is joint; they are of forty years. */
function cardAt(index: number) {
  const facts = {
    institution: index % 3 ? JUS : FIN,
    documentDate: new Date(Date.UTC(1983 + (index % 40), index % 12, 1 + (index % 28))).toISOString().slice(0, 10),
    outgoingNumber: `N-${index}`,
    jointInstitutions: index % 200 ? [] : [MOH],
  };
  const title = `${index % 10 ? 'Earth' : 'Water'} and subject${letters[index % 20]}${letters[Math.floor(index / 20) % 20]} ${index}`;
  return index % 100 ? publicCard(title, facts) : cardEvent({ ...facts, title, readers: [MOH] });
}

const clerk = asker(MOH);
const page100 = async (asked: DocumentsArguments) => {
  let after: string | null = null;
  for (let page = 1; page < 100; page += 1) after = (await (await list(asked, after)).pageInfo()).endCursor();
  return after;
};
const list = (asked: DocumentsArguments, after: string | null = null, on = db) =>
  listDocuments({ db: on, smallestGroup: 1 }, clerk, { first: 10, ...asked, after });

/** What is read of cards to answer: how each step came to them, and the most rows that one of them brought. */
async function readingOf(ask: (on: CatalogueDatabase) => Promise<unknown>) {
  const { db: on, plans } = explaining(db);
  await ask(on);
  const steps = plans.flatMap(stepsOf);
  const onCards = steps.filter((step) => step['Relation Name'] === 'card');
  return {
    scans: onCards.filter((step) => step['Node Type'] === 'Seq Scan').length,
    most: Math.max(0, ...onCards.map((step) => step['Actual Rows'] ?? 0)),
  };
}

describe('no list and no number', () => {
  const lists: readonly (readonly [string, DocumentsArguments])[] = [
    ['newest first', {}],
    ['oldest first', { orderBy: 'OLDEST_FIRST' }],
    ['by title', { orderBy: 'TITLE' }],
    ['of an institution', { filter: { institution: ['FIN'] } }],
    ['of a state', { filter: { status: ['DRAFT'] } }],
    ['of a mark', { filter: { access: ['RESTRICTED'] } }],
    ['of a kind', { filter: { kind: ['CourtRuling'] } }],
    ['of some days', { filter: { documentDateFrom: '1999-03-05', documentDateTo: '1999-06-10' } }],
    ['of a number', { filter: { number: 'N-777' } }],
    ['of several institutions', { filter: { jointInstitution: ['MOH'] } }],
    ['with words', { filter: { text: 'water subjectab' }, orderBy: 'RELEVANCE' }],
    ['with a phrase and a beginning', { filter: { text: '"water and" subjecta* -subjectab' } }],
  ];
  const whole = (page: DocumentPage) =>
    Promise.all([
      page.edges(),
      page.totalCount(),
      page.facets({ of: ['INSTITUTION', 'KIND', 'STATUS', 'ACCESS', 'YEAR', 'MONTH'] }),
      page.suggestion(),
    ]);

  it.each(lists)('scans the table: %s', async (_, asked) => {
    expect((await readingOf(async (on) => whole(await list(asked, null, on)))).scans).toBe(0);
  });

  it('scans the table: a statistic of all by institution and year', async () => {
    const reading = await readingOf((on) =>
      documentStatistics({ db: on, caller: clerk, filter: readFilter({}), smallestGroup: 1 }, ['INSTITUTION', 'YEAR']),
    );
    // Only what was sent to the caller's institution is looked up card by card.
    expect(reading).toEqual({ scans: 0, most: CARDS / 100 });
  });
});

it.each(['NEWEST_FIRST', 'OLDEST_FIRST', 'TITLE'] as const)('page 100 reads no more than page 1: %s', async (orderBy) => {
  const after = await page100({ orderBy });
  const first = await readingOf(async (on) => (await list({ orderBy }, null, on)).edges());
  const hundredth = await readingOf(async (on) => (await list({ orderBy }, after, on)).edges());

  expect(first).toEqual({ scans: 0, most: 11 });
  expect(hundredth).toEqual(first);
});
