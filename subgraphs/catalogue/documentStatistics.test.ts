import { type Caller, type CardEvent, documentStatuses, EXCHANGE, mayReadCard, parseKind } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import { asker, publicCard } from '../../tests/kit/catalogueCards.ts';
import { catalogueOfFile, db, keep } from '../../tests/kit/catalogueOfFile.ts';
import { cardEvent, FIN, JUS, MOH } from '../../tests/kit/eventBuilders.ts';
import { countDocuments, documentFacets, type Known } from './documentFacets.ts';
import { type DocumentFilter, readFilter } from './documentFilter.ts';
import { documentStatistics } from './documentStatistics.ts';
import type { DocumentDimension } from './knownDocuments.ts';

catalogueOfFile();

const known = (caller: Caller, filter: DocumentFilter = {}, smallestGroup = 1): Known => ({
  db,
  caller,
  filter: readFilter(filter),
  smallestGroup,
});

const keyOf: Readonly<Record<DocumentDimension, (card: CardEvent) => string>> = {
  INSTITUTION: ({ institution }) => institution,
  KIND: ({ kind }) => kind,
  STATUS: ({ status }) => status,
  ACCESS: ({ access }) => access,
  YEAR: ({ documentDate }) => documentDate.slice(0, 4),
  MONTH: ({ documentDate }) => documentDate.slice(0, 7),
};
const dimensions = Object.keys(keyOf) as DocumentDimension[];

/** Groups as plain counting gives them. */
const counted = (cards: readonly CardEvent[], by: readonly DocumentDimension[]) =>
  [...Map.groupBy(cards, (card) => JSON.stringify(by.map((dimension) => keyOf[dimension](card))))]
    .map(([keys, { length: count }]) => ({ keys: JSON.parse(keys) as string[], count }))
    .sort((a, b) => b.count - a.count || (a.keys.join() < b.keys.join() ? -1 : 1));

describe('every number (§3.1, §3.6)', () => {
  const dates = ['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-14', '2026-02-28', '2026-03-01'];
  const cards = documentStatuses.flatMap((status, at) =>
    (['PUBLIC', 'INTERNAL', 'RESTRICTED'] as const).flatMap((access) =>
      [JUS, FIN, EXCHANGE].flatMap((institution) =>
        [[], [FIN], [MOH, JUS]].map((readers, index) =>
          cardEvent({ status, access, institution, readers, documentDate: dates[(at + index) % dates.length] ?? '' }),
        ),
      ),
    ),
  );
  const callers = [JUS, FIN, MOH, EXCHANGE].flatMap((institution) =>
    [true, false].flatMap((clearance) => (['CLERK', 'ANALYST'] as const).map((duty) => asker(institution, { clearance, duties: [duty] }))),
  );
  const filters: readonly (readonly [DocumentFilter, (card: CardEvent) => boolean])[] = [
    [{}, () => true],
    [{ documentDateFrom: '2026-01-01', documentDateTo: '2026-02-28' }, ({ documentDate: d }) => d >= '2026-01-01' && d <= '2026-02-28'],
    [{ documentDateFrom: '2026-01-15', documentDateTo: '2026-02-20' }, ({ documentDate: d }) => d >= '2026-01-15' && d <= '2026-02-20'],
    [{ institution: ['FIN'], access: ['INTERNAL', 'PUBLIC'] }, ({ institution, access }) => institution === FIN && access !== 'RESTRICTED'],
    [{ status: ['DRAFT', 'FILED'] }, ({ status }) => status === 'DRAFT' || status === 'FILED'],
    [{ text: 'clause' }, ({ access }) => access !== 'RESTRICTED'],
  ];

  it('stands on what the caller may know, for every caller and every filter', async () => {
    await keep(...cards);
    for (const caller of callers)
      for (const [filter, holds] of filters) {
        const own = cards.filter((card) => mayReadCard(caller, card) && holds(card));
        const asked = known(caller, filter);

        expect(await countDocuments(asked)).toBe(own.length);
        expect(await documentStatistics(asked, ['INSTITUTION', 'ACCESS', 'MONTH'])).toEqual(
          counted(own, ['INSTITUTION', 'ACCESS', 'MONTH']),
        );
        for (const { dimension, values } of await documentFacets(asked, { of: dimensions }))
          expect(values.map(({ key, count }) => ({ keys: [key], count }))).toEqual(counted(own, [dimension]));
      }
  }, 60_000);

  it('follows a document that changes its state, its mark and its date, whatever is told twice or late', async () => {
    const first = cardEvent({ status: 'DRAFT', revision: 1 });
    const second = { ...first, status: 'REGISTERED', access: 'PUBLIC', documentDate: '2026-04-02', revision: 2 } as const;
    await keep(first);
    await keep(second);
    await keep(first, second, { ...second, revision: 1, status: 'RETURNED' });

    expect(await documentStatistics(known(asker(JUS)), ['STATUS', 'ACCESS', 'MONTH'])).toEqual([
      { keys: ['REGISTERED', 'PUBLIC', '2026-04'], count: 1 },
    ]);
  });
});

describe('a statistic of documents', () => {
  it('leaves out groups that are smaller than was set', async () => {
    await keep(...Array.from({ length: 3 }, () => publicCard('Many')), publicCard('Few', { institution: FIN }));
    const asked = known(asker(MOH), {}, 3);

    expect(await documentStatistics(asked, ['INSTITUTION'])).toEqual([{ keys: ['JUS'], count: 3 }]);
    expect(await documentFacets(asked, { of: ['INSTITUTION'] })).toEqual([
      { dimension: 'INSTITUTION', values: [{ key: 'JUS', count: 3 }] },
    ]);
  });

  it('gives the commonest values of a facet, as many as asked for', async () => {
    await keep(publicCard('A'), publicCard('B'), publicCard('C', { kind: parseKind('CourtRuling') }));
    const [facet] = await documentFacets(known(asker(MOH)), { of: ['KIND'], first: 1 });

    expect(facet?.values).toMatchObject([{ key: 'LegalOpinion', count: 2 }]);
  });

  it.each([
    ['BAD_INPUT', () => documentStatistics(known(asker(JUS)), [])],
    ['BAD_INPUT', () => documentStatistics(known(asker(JUS)), ['YEAR', 'YEAR'])],
    ['BAD_INPUT', () => documentFacets(known(asker(JUS)), { of: [] })],
    ['PAGE_TOO_LARGE', () => documentFacets(known(asker(JUS)), { of: ['YEAR'], first: 101 })],
    ['BAD_INPUT', async () => known(asker(JUS), { documentDateFrom: '2026-02-30' })],
  ])('refuses with %s', async (code, ask) => {
    await expect((async () => ask())()).rejects.toMatchObject({ code });
  });

  it('refuses more than 10,000 groups', async () => {
    const cards = Array.from({ length: 10_001 }, (_, index) => {
      const date = new Date(Date.UTC(1000 + Math.floor(index / 12), index % 12, 1));
      return publicCard('x', { documentDate: date.toISOString().slice(0, 10) });
    });
    for (let start = 0; start < cards.length; start += 2_000) await keep(...cards.slice(start, start + 2_000));

    await expect(documentStatistics(known(asker(MOH)), ['MONTH'])).rejects.toMatchObject({ code: 'TOO_MANY_GROUPS' });
  }, 30_000);
});
