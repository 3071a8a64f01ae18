import type { CardEvent } from '@chancery/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { asker, publicCard } from '../../tests/kit/catalogueCards.ts';
import { catalogueOfFile, db, keep } from '../../tests/kit/catalogueOfFile.ts';
import { FIN, JUS, MOH } from '../../tests/kit/eventBuilders.ts';
import type { DocumentFilter } from './documentFilter.ts';
import { type DocumentsArguments, listDocuments } from './documents.ts';

catalogueOfFile();

const list = (asked: DocumentsArguments, who = asker(MOH)) => listDocuments({ db, smallestGroup: 1 }, who, { first: 100, ...asked });
const found = async (filter: DocumentFilter, cards: readonly CardEvent[]) => {
  const edges = await (await list({ filter, orderBy: 'OLDEST_FIRST' })).edges();
  const titles = new Map(cards.map(({ documentId, title }) => [documentId as string, title]));
  return edges.map(({ node }) => titles.get(node.id)).sort();
};

describe('words that are looked for', () => {
  const cards = [
    publicCard('Regulations of the Regulator', { abstract: 'Concerning emissions from power plants.' }),
    publicCard('Rule on Coal', { abstract: null, language: 'en-GB' }),
    publicCard('Rule and Coal'),
    publicCard('Verordnung über Häuser', { language: 'de' }),
    publicCard('Бюджет міста Києва'),
  ];
  beforeEach(() => keep(...cards));

  it.each([
    ['in another form of its language', { text: 'regulation' }, ['Regulations of the Regulator']],
    ['of the abstract', { text: 'emission plant' }, ['Regulations of the Regulator']],
    ['by their beginning', { text: 'regulatio*' }, ['Regulations of the Regulator']],
    ['as a phrase', { text: '"rule on coal"' }, ['Rule on Coal']],
    ['without what is not wanted', { text: 'rules -"on coal"' }, ['Rule and Coal']],
    ['in a language that is named', { text: 'haus', language: 'de' }, ['Verordnung über Häuser']],
    ['word for word where there is no dictionary', { text: 'києва' }, ['Бюджет міста Києва']],
    ['of which one is nowhere', { text: 'coal regulation' }, []],
    ['that say nothing', { text: '"" - * &' }, []],
    ['with what means something to the database', { text: `coal' | ! & <-> :* \\ (` }, ['Rule and Coal', 'Rule on Coal']],
    ['by a beginning with a quote in it', { text: `o'coal* co\\al*` }, []],
  ])('are found %s', async (_, filter, titles) => {
    expect(await found(filter, cards)).toEqual(titles);
  });

  it('are at most 32', async () => {
    await expect(list({ filter: { text: 'a '.repeat(33) } })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('are mended by words that the caller finds something by', async () => {
    const suggestion = async (text: string) => (await list({ filter: { text } })).suggestion();

    expect(await suggestion('regulatons "Coal"')).toBe('regulations "Coal"');
    expect(await suggestion('coal')).toBeNull();
    expect(await suggestion('xylophone')).toBeNull();
  });

  it('are never mended by a word of what is not for everybody, or no longer', async () => {
    await keep(publicCard('Whistleblower', { access: 'INTERNAL' }), publicCard('Whistleblowing', { status: 'DRAFT' }));
    const withdrawn = publicCard('Whistlestop');
    await keep(withdrawn);
    await keep({ ...withdrawn, access: 'INTERNAL', revision: 2 });

    expect(await (await list({ filter: { text: 'whistleblowr' } })).suggestion()).toBeNull();
  });
});

describe('a list by relevance', () => {
  it('puts what answers best first, and pages without gap or repeat while others write', async () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      publicCard(`Earth ${'and air '.repeat(index % 5)}`, { abstract: `${'water '.repeat(1 + (index % 3))}and fire` }),
    );
    const best = publicCard('Water');
    await keep(...many, best);
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await list({ filter: { text: 'water' }, orderBy: 'RELEVANCE', first: 4, after });
      ids.push(...(await page.edges()).map(({ node }) => node.id));
      const { hasNextPage, endCursor } = await page.pageInfo();
      await keep(publicCard('Water'), publicCard('Air', { abstract: 'water' }));
      more = hasNextPage && ids.length < 90;
      after = endCursor();
    }
    const known = new Set(ids);

    expect(ids[0]).toBe(best.documentId);
    expect(known.size).toBe(ids.length);
    expect([...many, best].filter(({ documentId }) => !known.has(documentId))).toEqual([]);
  });

  it('is refused without words', async () => {
    await expect(list({ orderBy: 'RELEVANCE' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('a cursor', () => {
  const oldest = { orderBy: 'OLDEST_FIRST', first: 1 } as const;
  const place = (cursor: string): unknown[] => JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  const cursorOf = (parts: readonly unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

  it('is taken by the list that gave it, and by no other', async () => {
    await keep(publicCard('One'), publicCard('Two'));
    const after = (await (await list(oldest)).pageInfo()).endCursor();

    expect(await (await list({ ...oldest, after })).edges()).toHaveLength(1);
    await expect(list({ ...oldest, orderBy: 'TITLE', after })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    await expect(list({ ...oldest, filter: { institution: ['JUS'] }, after })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('is not taken when anything in it was changed', async () => {
    await keep(publicCard('One'), publicCard('Two'));
    const parts = place((await (await list(oldest)).pageInfo()).endCursor() ?? '');
    const forged = [
      ...parts.map((_, index) => parts.map((part, at) => (at === index ? `${part}0` : part))),
      parts.slice(0, -1),
      [...parts.slice(0, -1), ''],
      [...parts, 1],
    ];

    for (const one of forged) await expect(list({ ...oldest, after: cursorOf(one) })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
});

describe('a joint document', () => {
  it('is found by each of those that have issued it, and counted once', async () => {
    const joint = publicCard('Joint', { institution: FIN, jointInstitutions: [JUS, MOH] });
    const cards = [joint, publicCard('Single', { institution: FIN }), publicCard('Other', { institution: JUS })];
    await keep(...cards);

    expect(await found({ jointInstitution: ['JUS'] }, cards)).toEqual(['Joint']);
    expect(await found({ jointInstitution: ['FIN', 'STA'] }, cards)).toEqual(['Joint']);
    expect(await found({ isJoint: true }, cards)).toEqual(['Joint']);
    expect(await found({ isJoint: false }, cards)).toEqual(['Other', 'Single']);
    expect(await (await list({ filter: { institution: ['FIN'] } })).totalCount()).toBe(2);
  });
});

it('a number is the register’s, or the one that the source declares', async () => {
  const cards = [
    publicCard('Registered', { outgoingNumber: 'JUS-2026/000007' }),
    publicCard('Imported', { status: 'FILED', origin: 'IMPORTED', outgoingNumber: null, declaredNumber: '73-20711' }),
  ];
  await keep(...cards);

  expect(await found({ number: 'JUS-2026/000007' }, cards)).toEqual(['Registered']);
  expect(await found({ number: '73-20711' }, cards)).toEqual(['Imported']);
  expect(await found({ origin: ['IMPORTED'] }, cards)).toEqual(['Imported']);
});
