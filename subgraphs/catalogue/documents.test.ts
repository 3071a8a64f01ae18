import { type Caller, type CardEvent, documentStatuses, EXCHANGE, mayReadCard, parseInstitutionCode } from '@chancery/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { asker } from '../../tests/kit/catalogueCards.ts';
import { catalogueOfFile, db, keep } from '../../tests/kit/catalogueOfFile.ts';
import { cardEvent, FIN, JUS, MOH } from '../../tests/kit/eventBuilders.ts';
import { statementsOf } from '../../tests/kit/statements.ts';
import { cardsAsOf } from './cardsAsOf.ts';
import { type DocumentsArguments, listDocuments } from './documents.ts';

catalogueOfFile();
beforeEach(() => db.$executeRaw`UPDATE kernel.follow_cursor SET caught_up_at = NULL`);

const servers: Readonly<Record<string, string>> = { JUS: 'justice', FIN: 'finance', EXC: 'exchange' };
const directory = {
  institution: (code: string) => ({ code: parseInstitutionCode(code), name: code, server: servers[code] ?? '', seals: [] }),
};
const byId = (who: Caller, cards: readonly CardEvent[]) =>
  cardsAsOf(
    { db, directory },
    who,
    cards.map(({ documentId }) => documentId),
  );
const readAt = new Date('2026-03-02T09:59:30.000Z');
const readToItsEnd = (...sources: readonly string[]) =>
  db.$executeRaw`
    INSERT INTO kernel.follow_cursor (source, position, caught_up_at) SELECT unnest(${sources}::text[]), 1, ${readAt}
    ON CONFLICT (source) DO UPDATE SET caught_up_at = excluded.caught_up_at`;
const list = async (who: Caller, asked: DocumentsArguments) => {
  const page = await listDocuments({ db, smallestGroup: 1 }, who, { first: 100, ...asked });
  return { ids: (await page.edges()).map(({ node }) => node.id), total: await page.totalCount(), pageInfo: await page.pageInfo() };
};

describe('the cards that a caller may know of', () => {
  it('are in SQL what they are in the domain, for every card and every caller', async () => {
    const readers = [[], [FIN], [MOH], [FIN, MOH], [JUS], [EXCHANGE]];
    const cards = documentStatuses.flatMap((status) =>
      (['PUBLIC', 'INTERNAL', 'RESTRICTED'] as const).flatMap((access) =>
        [JUS, FIN, EXCHANGE].flatMap((institution) => readers.map((each) => cardEvent({ status, access, institution, readers: each }))),
      ),
    );
    await keep(...cards);
    const callers = [JUS, FIN, MOH, EXCHANGE].flatMap((institution) =>
      [true, false].flatMap((clearance) =>
        (['CLERK', 'ANALYST'] as const).map((duty) => asker(institution, { clearance, duties: [duty] })),
      ),
    );

    await readToItsEnd('justice', 'finance', 'exchange');
    for (const who of callers) {
      const known = cards.filter((card) => mayReadCard(who, card)).map(({ documentId }) => documentId);
      expect(await everyPage(who)).toEqual(known.toSorted());
      expect((await byId(who, cards)).map(({ id }) => id).toSorted()).toEqual(known.toSorted());
      expect((await list(who, {})).total).toBe(known.length);
    }
  });

  const everyPage = async (who: Caller) => {
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { ids: page, pageInfo } = await list(who, { after, first: 97 });
      ids.push(...page);
      more = pageInfo.hasNextPage;
      after = pageInfo.endCursor();
    }
    return ids.toSorted();
  };
});

describe('a card', () => {
  it('is what its last revision says, whatever the order and however often it is told', async () => {
    const draft = cardEvent({ status: 'DRAFT', title: 'First', revision: 1 });
    const registered = { ...draft, status: 'REGISTERED', title: 'Third', revision: 3 } as const;
    await keep(draft, registered);
    await keep({ ...draft, title: 'Second', revision: 2 }, draft);

    expect((await list(asker(JUS), { filter: { text: 'third', status: ['REGISTERED'] } })).ids).toEqual([draft.documentId]);
    expect((await list(asker(JUS), { filter: { text: 'second' } })).ids).toEqual([]);
  });

  it('of a RESTRICTED document has no title here, even when a perimeter tells it', async () => {
    const secret = cardEvent({ access: 'RESTRICTED', title: 'Canary' });
    const plain = cardEvent({ title: 'Zebra' });
    await keep(secret, plain);
    const cleared = asker(JUS, { clearance: true });

    expect((await list(cleared, { filter: { text: 'canary' } })).ids).toEqual([]);
    expect((await list(cleared, { orderBy: 'TITLE' })).ids).toEqual([plain.documentId, secret.documentId]);
    expect(await db.card.findMany({ where: { title: 'Canary' } })).toEqual([]);
  });
});

describe('cards asked for by id', () => {
  it('are as the catalogue has them, each with when all was known of its feed', async () => {
    const plain = cardEvent();
    const secret = cardEvent({ access: 'RESTRICTED', title: 'Canary', outgoingNumber: null });
    await keep(plain, secret);
    await readToItsEnd('justice');

    const { documentId: id, institution: code, kind, status, access, title, documentDate, outgoingNumber } = plain;
    const source = { origin: 'EXCHANGE', declaredNumber: null, jointInstitutions: [] };
    const common = { institution: { code }, kind, status, documentDate, ...source, asOf: readAt };
    const known = await byId(asker(JUS, { clearance: true }), [plain, secret]);
    // They come in no order, and ids of one millisecond have none.
    expect(new Map(known.map((card) => [card.id, card]))).toEqual(
      new Map([
        [id, { id, ...common, access, title, outgoingNumber }],
        [secret.documentId, { id: secret.documentId, ...common, access: 'RESTRICTED', title: null, outgoingNumber: null }],
      ]),
    );
    expect(await byId(asker(MOH), [plain, secret])).toEqual([]);
  });

  it('are none of an institution whose feed was not read to its end', async () => {
    const card = cardEvent();
    await keep(card);
    expect(await byId(asker(JUS), [card])).toEqual([]);

    await readToItsEnd('justice');
    expect(await byId(asker(JUS), [card])).toHaveLength(1);
    // As a rebuild leaves it.
    await db.$executeRaw`UPDATE kernel.follow_cursor SET caught_up_at = NULL`;
    expect(await byId(asker(JUS), [card])).toEqual([]);
  });

  it.each([
    ['MALFORMED_ID', ['JUS:1']],
    ['MALFORMED_ID', ['\0']],
    ['BAD_INPUT', Array(1_001).fill('JUS:LegalOpinion:01JD0000000000000000000001')],
  ])('are refused with %s', async (code, ids) => {
    await expect(cardsAsOf({ db, directory }, asker(JUS), ids)).rejects.toMatchObject({ code });
  });
});

describe('a list of documents', () => {
  it.each(['NEWEST_FIRST', 'OLDEST_FIRST', 'TITLE'] as const)('is paged without gap or repeat: %s', async (orderBy) => {
    const cards = Array.from({ length: 25 }, (_, index) =>
      cardEvent({
        documentDate: `2026-03-${String(1 + (index % 7)).padStart(2, '0')}`,
        title: `Слово ${index % 5}`,
        ...(index % 6 ? {} : { access: 'RESTRICTED', title: null }),
      }),
    );
    await keep(...cards);
    const who = asker(JUS, { clearance: true });
    const whole = (await list(who, { orderBy })).ids;
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await list(who, { orderBy, first: 4, after });
      paged.push(...page.ids);
      expect(page.total).toBe(25);
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor();
    }

    expect(paged).toEqual(whole);
    expect(new Set(paged).size).toBe(25);
  });

  it('reads what is asked for and no more, its rows once', async () => {
    await list(asker(JUS), {}); // which also reads the key that cursors are sealed with
    const page = await listDocuments({ db, smallestGroup: 1 }, asker(JUS), {});

    expect(await statementsOf(() => page.totalCount())).toBe(1);
    expect(await statementsOf(() => Promise.all([page.edges(), page.pageInfo(), page.edges()]))).toBe(1);
  });

  it('is narrowed by each fact', async () => {
    const one = cardEvent({
      institution: FIN,
      access: 'PUBLIC',
      documentDate: '2025-12-31',
      outgoingNumber: 'FIN-2025/000007',
      title: 'Бюджет Києва',
    });
    const other = cardEvent({ access: 'PUBLIC' });
    await keep(one, other);
    const filters = [
      { institution: ['FIN'] },
      { documentDateTo: '2025-12-31' },
      { outgoingNumber: 'FIN-2025/000007' },
      { text: 'києва' },
      { text: 'бюджет, КИЄВА!' },
      { institution: ['FIN'], status: ['REGISTERED'], access: ['PUBLIC'], kind: ['LegalOpinion'] },
    ] as const;

    for (const filter of filters) expect((await list(asker(MOH), { filter })).ids).toEqual([one.documentId]);
    expect((await list(asker(MOH), { filter: { documentDateFrom: '2026-01-01' } })).ids).toEqual([other.documentId]);
    expect((await list(asker(MOH), { filter: { text: '  ' } })).total).toBe(2);
    expect((await list(asker(MOH), { filter: { institution: [] } })).total).toBe(0);
  });

  it.each([
    ['PAGE_TOO_LARGE', { first: 101 }],
    ['PAGE_TOO_LARGE', { first: 0 }],
    ['CURSOR_INVALID', { after: 'x' }],
    ['CURSOR_INVALID', { after: cursor('TITLE', 'a', 'b') }],
    ['CURSOR_INVALID', { after: cursor('NEWEST_FIRST', '2026-02-30', 'b') }],
    ['CURSOR_INVALID', { after: cursor('NEWEST_FIRST', '0000-01-01', 'b') }],
    ['CURSOR_INVALID', { after: cursor('NEWEST_FIRST', '2026-02-03', '\0') }],
    ['MALFORMED_ID', { filter: { institution: ['jus'] } }],
    ['MALFORMED_ID', { filter: { kind: ["'; DROP TABLE card"] } }],
    ['BAD_INPUT', { filter: { institution: Array(1001).fill('JUS') } }],
    ['CONTROL_CHARACTERS', { filter: { text: 'a\0b' } }],
    ['CONTROL_CHARACTERS', { filter: { text: 'a', language: 'e\0' } }],
    ['CONTROL_CHARACTERS', { filter: { number: '\0' } }],
    ['TEXT_TOO_LONG', { filter: { text: 'a'.repeat(501) } }],
  ])('refuses with %s: %o', async (code, asked) => {
    await expect(list(asker(JUS), asked)).rejects.toMatchObject({ code });
  });

  function cursor(...parts: readonly string[]) {
    return Buffer.from(JSON.stringify(parts)).toString('base64url');
  }
});
