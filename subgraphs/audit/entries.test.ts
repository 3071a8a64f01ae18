import { randomBytes } from 'node:crypto';
import { type Caller, type CardEvent, type EventPayload, EXCHANGE, type InstitutionCode, parseOfficialId } from '@chancery/domain';
import type { AuditRecord } from '@chancery/trust';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migratedDatabase } from '../../tests/kit/databases.ts';
import { act, cardEvent, consignmentEvent, events, FIN, JUS, MOH, refusedEvent } from '../../tests/kit/eventBuilders.ts';
import { appendEntries } from './appendEntries.ts';
import { type AuditDatabase, openAudit } from './database.ts';
import { documentEntries, entriesAsked } from './documentEntries.ts';
import { type AuditFilter, listEntries } from './entries.ts';
import { keepEvents } from './followers.ts';
import { audit } from './index.ts';

const caller = (institution: InstitutionCode, change: Partial<Caller> = {}): Caller => ({
  official: parseOfficialId(`${institution}:a.auditor`),
  institution,
  duties: ['AUDITOR'],
  clearance: false,
  ...change,
});

const gatewayRecord = {
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
  closedAt: null,
} as const;

let db: AuditDatabase;
beforeAll(async () => {
  db = openAudit(await migratedDatabase(audit.migrations));
});
afterAll(() => db.$disconnect());

const tell = async (place: string, payloads: readonly EventPayload[], by = act()) => {
  const told = events(payloads, by);
  await db.$transaction((tx) => keepEvents(tx, told, 'justice', () => place));
  return told.map(({ id }) => `justice:${id}`);
};
const page = async (who: Caller, filter: AuditFilter = {}) => {
  const { edges, totalCount } = await listEntries(db, who, { filter, first: 100 });
  expect(await totalCount()).toBe(edges.length);
  return edges.map(({ node }) => node);
};
const newTrace = () => randomBytes(16).toString('hex');
const ids = async (who: Caller, filter: AuditFilter = {}) => (await page(who, filter)).map(({ id }) => id);

describe('the audit trail (§10.3)', () => {
  it("is whole to the exchange's auditors; an institution's see what its officials did and what happened in its perimeter", async () => {
    const trace = newTrace();
    const of = (institution: InstitutionCode) =>
      act({ institution, official: parseOfficialId(`${institution}:o.petrenko`), traceId: trace });
    const [atJustice] = await tell('JUS', [cardEvent()], of(JUS));
    const [foreign] = await tell('JUS', [refusedEvent(cardEvent().documentId)], of(FIN));
    const [atExchange] = await tell('exchange', [consignmentEvent()], of(JUS));
    const [elsewhere] = await tell('MOH', [cardEvent({ institution: MOH })], of(MOH));

    const filter = { traceId: trace };
    expect((await ids(caller(EXCHANGE), filter)).toSorted()).toEqual([atJustice, foreign, atExchange, elsewhere].toSorted());
    expect((await ids(caller(JUS), filter)).toSorted()).toEqual([atJustice, foreign, atExchange].toSorted());
    expect(await ids(caller(FIN), filter)).toEqual([foreign]);
    expect(await ids(caller(MOH), filter)).toEqual([elsewhere]);
  });

  it.each(['CLERK', 'ANALYST', 'REGISTRAR', 'OPERATOR'] as const)('is not for a %s', async (duty) => {
    await expect(page(caller(EXCHANGE, { duties: [duty] }))).rejects.toMatchObject({ code: 'DUTY_REQUIRED' });
    await expect(page(caller(JUS, { duties: [duty] }))).rejects.toMatchObject({ code: 'DUTY_REQUIRED' });
  });

  it('has one entry for each event, however often it is told', async () => {
    const told = events([cardEvent(), refusedEvent('FIN:01JD0000000000000000000001'), refusedEvent(null)]);
    for (const part of [told, told.slice(1), told]) await db.$transaction((tx) => keepEvents(tx, part, 'justice', () => 'JUS'));
    const rows = await db.auditEntry.findMany({ where: { id: { in: told.map(({ id }) => `justice:${id}`) } }, orderBy: { at: 'asc' } });

    expect(rows.map(({ outcome, code, consignment }) => [outcome, code, consignment])).toEqual([
      ['DONE', null, null],
      ['REFUSED', 'DOCUMENT_NOT_DRAFT', 'FIN:01JD0000000000000000000001'],
      ['REFUSED', 'DOCUMENT_NOT_DRAFT', null],
    ]);
  });

  it('is narrowed by each fact', async () => {
    const card = cardEvent();
    const consignment = consignmentEvent();
    const by = act({ name: ulid(), traceId: newTrace() });
    const [one] = await tell('JUS', [card], by);
    const [two] = await tell('exchange', [consignment], by);
    const [three] = await tell('JUS', [refusedEvent(card.documentId)], by);
    const who = caller(EXCHANGE);
    const filter = { act: by.name };

    expect(await ids(who, { ...filter, documentId: card.documentId })).toEqual([three, one].toSorted().toReversed());
    expect(await ids(who, { ...filter, consignmentId: consignment.consignmentId })).toEqual([two]);
    expect(await ids(who, { ...filter, outcome: ['REFUSED', 'FAILED'] })).toEqual([three]);
    expect(await ids(who, { ...filter, code: 'DOCUMENT_NOT_DRAFT' })).toEqual([three]);
    expect(await ids(who, { ...filter, place: 'exchange' })).toEqual([two]);
    expect(await ids(who, { ...filter, official: 'JUS:o.petrenko', institution: 'JUS', traceId: by.traceId })).toHaveLength(3);
    expect(await ids(who, { ...filter, from: new Date('2026-03-03') })).toEqual([]);
    expect(await ids(who, { ...filter, to: new Date('2026-03-03') })).toHaveLength(3);
    await expect(ids(who, { act: 'a\0' })).rejects.toMatchObject({ code: 'CONTROL_CHARACTERS' });
  });

  it('is narrowed by how acts ended, also those that were opened before', async () => {
    const traceId = newTrace();
    const told = (change: Partial<AuditRecord>): AuditRecord => ({ ...gatewayRecord, id: ulid(), traceId, ...change });
    const [waits, done, refused] = [told({}), told({}), told({})];
    const atOnce = [
      told({ outcome: 'DONE' }),
      told({ outcome: 'REFUSED', code: 'DUTY_REQUIRED' }),
      told({ outcome: 'FAILED', code: 'INTERNAL' }),
    ];
    await appendEntries(db, [waits, done, refused, ...atOnce]);
    await appendEntries(db, [
      { ...done, outcome: 'DONE' },
      { ...refused, outcome: 'REFUSED', code: 'DUTY_REQUIRED', clause: '2.3' },
    ]);
    const of = async (filter: AuditFilter) => (await ids(caller(JUS), { traceId, ...filter })).toSorted();
    const [doneAtOnce, refusedAtOnce, failed] = atOnce;
    const named = (...records: readonly (AuditRecord | undefined)[]) => records.map((each) => each?.id).toSorted();

    expect(await of({ outcome: ['OPEN'] })).toEqual(named(waits));
    expect(await of({ outcome: ['DONE', 'DONE'] })).toEqual(named(done, doneAtOnce));
    expect(await of({ outcome: ['REFUSED'] })).toEqual(named(refused, refusedAtOnce));
    expect(await of({ outcome: ['OPEN', 'FAILED', 'REFUSED'] })).toEqual(named(waits, refused, refusedAtOnce, failed));
    expect(await of({ outcome: [] })).toEqual([]);
    expect(await of({ code: 'DUTY_REQUIRED' })).toEqual(named(refused, refusedAtOnce));
    expect(await of({ code: 'DUTY_REQUIRED', outcome: ['FAILED', 'OPEN'] })).toEqual([]);
    expect(await of({})).toHaveLength(6);
    const [entry] = await page(caller(JUS), { traceId, outcome: ['REFUSED'], code: 'DUTY_REQUIRED', documentId: cardEvent().documentId });
    expect(entry).toBeUndefined();
  });

  it.each([EXCHANGE, JUS])('is paged without gap or repeat for auditors of %s', async (institution) => {
    const by = act({ traceId: newTrace() });
    const told = (await Promise.all(Array.from({ length: 8 }, () => tell('JUS', [cardEvent(), cardEvent(), cardEvent()], by)))).flat();
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { edges, pageInfo } = await listEntries(db, caller(institution), { filter: { traceId: by.traceId }, first: 5, after });
      paged.push(...edges.map(({ node }) => node.id));
      more = pageInfo.hasNextPage;
      after = pageInfo.endCursor();
    }
    expect(paged.toSorted()).toEqual(told.toSorted());
  });

  it.each(['x', Buffer.from('["yesterday","a"]').toString('base64url'), Buffer.from('["2026-01-01","\\u0000"]').toString('base64url')])(
    'refuses the cursor %s',
    async (after) => {
      await expect(listEntries(db, caller(EXCHANGE), { after })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    },
  );
});

describe("a document's entries (§10.4)", () => {
  const of = async (who: Caller, ...documents: readonly string[]) =>
    (await documentEntries(db, who, documents, 50)).map((entries) => entries?.map(({ id }) => id) ?? null);
  const clerk = (institution: InstitutionCode, clearance = false) => caller(institution, { duties: ['CLERK'], clearance });
  const told = async (change: Partial<CardEvent> = {}) => {
    const card = cardEvent(change);
    return { id: card.documentId, entry: (await tell('JUS', [card]))[0] };
  };

  it('are for those who may read it; to others, and of none, nothing', async () => {
    const draft = await told({ status: 'DRAFT' });
    const open = await told({ access: 'PUBLIC' });
    const internal = await told({ readers: [FIN] });
    const secret = await told({ access: 'RESTRICTED', title: null, readers: [FIN] });
    const all = [draft.id, open.id, internal.id, secret.id, cardEvent().documentId, 'x'];

    expect(await of(clerk(JUS), ...all)).toEqual([[draft.entry], [open.entry], [internal.entry], null, null, null]);
    expect(await of(clerk(JUS, true), ...all)).toEqual([[draft.entry], [open.entry], [internal.entry], [secret.entry], null, null]);
    expect(await of(clerk(FIN, true), ...all)).toEqual([null, [open.entry], [internal.entry], [secret.entry], null, null]);
    expect(await of(clerk(MOH, true), ...all)).toEqual([null, [open.entry], null, null, null, null]);
    expect(await of(caller(EXCHANGE, { duties: ['ANALYST'] }), ...all)).toEqual([null, [open.entry], null, null, null, null]);
  });

  it('tell a recipient what the author and itself did, and nothing of other addressees', async () => {
    const card = cardEvent({ readers: [FIN, MOH] });
    const { documentId } = card;
    const [registered] = await tell('JUS', [card]);
    const [toFinance] = await tell('exchange', [consignmentEvent({ documentId, to: FIN })]);
    const [toHealth] = await tell('exchange', [consignmentEvent({ documentId, to: MOH })]);
    const [readByHealth] = await tell('JUS', [refusedEvent(documentId)], act({ institution: MOH }));
    // That it never reached a third one, or was not sent to it after all, is the author's alone.
    const closing = (name: string) => tell('JUS', [{ ...card, revision: 2 }], act({ name, official: null, institution: JUS, duties: [] }));
    const [closed] = await closing('noteClosure');
    const [givenUp] = await closing('concludeRelease');
    const author = (await of(clerk(JUS), documentId))[0];

    expect(author?.toSorted()).toEqual([registered, toFinance, toHealth, readByHealth, closed, givenUp].toSorted());
    expect((await of(clerk(FIN), documentId))[0]?.toSorted()).toEqual([registered, toFinance].toSorted());
    expect((await of(clerk(MOH), documentId))[0]?.toSorted()).toEqual([registered, toHealth, readByHealth].toSorted());
  });

  it('are the newest, at most as many as asked for, and name no other document of the act', async () => {
    const one = cardEvent();
    const other = cardEvent();
    const [, second] = await tell('JUS', [one, { ...one, revision: 2 }]);
    const both = ulid();
    const at = '2026-03-05T00:00:00.000Z';
    const documentIds = [other.documentId, one.documentId];
    const closed = { outcome: 'DONE', code: null, clause: null, closedAt: at, consignmentId: null } as const;
    const who = { official: 'JUS:o.petrenko', institution: 'JUS', duties: ['CLERK'], traceId: newTrace() };
    await appendEntries(db, [{ id: both, at, place: 'gateway', act: 'ReadBoth', documentIds, ...who, ...closed }]);
    const [entries] = await documentEntries(db, clerk(JUS), [one.documentId], 2);

    expect(entries?.map(({ id }) => id)).toEqual([both, second]);
    expect(entries?.[0]).toMatchObject({ documentId: one.documentId, documentIds: [one.documentId] });
    expect((await page(caller(EXCHANGE), { traceId: who.traceId }))[0]).toMatchObject({ documentId: other.documentId, documentIds });
  });

  it.each([0, 201, -1])('are not given %i at a time', (last) => {
    expect(() => entriesAsked(last)).toThrow(expect.objectContaining({ code: 'PAGE_TOO_LARGE' }));
  });
});
