import { directory } from '@chancery/directory';
import { type Caller, type InstitutionCode, parseOfficialId } from '@chancery/domain';
import { announceEvents, type Database, emitOutside } from '@chancery/kernel';
import type { AuditRecord } from '@chancery/trust';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { record } from '../../tests/kit/auditEntries.ts';
import { emptyDoors } from '../../tests/kit/databases.ts';
import { act, cardEvent, FIN, JUS, MOH } from '../../tests/kit/eventBuilders.ts';
import { bareService, type SmallCircuit, smallCircuit } from '../../tests/kit/smallCircuit.ts';
import { statementsFor } from '../../tests/kit/statements.ts';
import { audit } from './index.ts';

const enrolment = { institutions: [{ code: 'JUS', name: 'Justice', sector: 'justice', server: 'justice' }], officials: [] };
const official = (institution: InstitutionCode, change: Partial<Caller> = {}): Caller => ({
  official: parseOfficialId(`${institution}:o.petrenko`),
  institution,
  duties: ['CLERK'],
  clearance: false,
  ...change,
});

let circuit: SmallCircuit;
let feed: Database;

beforeAll(async () => {
  circuit = await smallCircuit({
    gateway: 'gateway',
    directory: 'directory',
    exchange: 'exchange',
    justice: 'perimeter',
    audit: 'audit',
    circuit: 'circuit',
    issuer: 'issuer',
  });
  await circuit.start('directory', directory);
  await circuit
    .client('circuit')
    .ask('directory', 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }', { input: enrolment });
  const url = (await emptyDoors('justice')).service;
  feed = bareService('perimeter').open(url);
  await circuit.start('justice', bareService('perimeter'), url);
  await circuit.start('exchange', bareService('exchange'));
  await circuit.start('audit', audit);
});
afterAll(async () => {
  await circuit.close();
  await feed.$disconnect();
});

const append = (by: string, entries: readonly AuditRecord[]) =>
  circuit
    .client(by)
    .ask<{ appendAuditEntries: { appended: number } }>(
      'audit',
      'mutation Append($input: AppendAuditEntriesInput!) { appendAuditEntries(input: $input) { appended } }',
      { input: { entries } },
    );
const entriesOf = async (caller: Caller, documents: readonly string[], last = 50) => {
  const { _entities } = await circuit
    .client('gateway')
    .ask<{ _entities: { auditEntries: { id: string; act: string; place: string; official: { id: string } | null }[] | null }[] }>(
      'audit',
      `query Entries($documents: [_Any!]!, $last: Int) { _entities(representations: $documents) { ... on Document {
        auditEntries(last: $last) { id act place outcome traceId documentId official { id } institution { code } } } } }`,
      { documents: documents.map((id) => ({ __typename: 'Document', id })), last },
      { caller },
    );
  return _entities.map(({ auditEntries }) => auditEntries);
};
const opened = (documentIds: readonly string[]): AuditRecord =>
  record({ at: new Date().toISOString(), act: 'RegisterOpinion', duties: ['REGISTRAR'], documentIds });

describe('the audit trail', () => {
  it('takes entries from the gateway, and from no other part of the exchange', async () => {
    const entry = opened([]);
    expect(await append('gateway', [entry, opened([])])).toEqual({ appendAuditEntries: { appended: 2 } });
    for (const other of ['exchange', 'justice', 'circuit'])
      await expect(append(other, [{ ...entry, outcome: 'DONE' }])).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('takes sign-ins from the embedded issuer as its own, with how many were refused', async () => {
    const refused: AuditRecord = { ...opened([]), act: 'signIn', outcome: 'REFUSED', code: 'UNAUTHENTICATED', clause: '2.1' };
    await append('issuer', [{ ...refused, particulars: { times: 29 } }]);
    for (const times of [0, -1, 1.5, '3'])
      await expect(append('issuer', [{ ...refused, particulars: { times: times as number } }])).rejects.toMatchObject({
        code: 'BAD_INPUT',
      });
    const { auditEntries } = await circuit
      .client('gateway')
      .ask<{ auditEntries: { edges: { node: object }[] } }>(
        'audit',
        '{ auditEntries(filter: { act: "signIn" }) { edges { node { place outcome times } } } }',
        {},
        { caller: official(JUS, { duties: ['AUDITOR'] }) },
      );

    expect(auditEntries.edges.map(({ node }) => node)).toEqual([{ place: 'issuer', outcome: 'REFUSED', times: 29 }]);
  });

  it('joins what the gateway and the perimeters tell of a document, for its readers, in one statement for a list', async () => {
    const cards = Array.from({ length: 100 }, () => cardEvent({ readers: [FIN] }));
    const documents = cards.map(({ documentId }) => documentId);
    await emitOutside(feed, act(), cards);
    announceEvents();
    const first = documents[0] ?? '';
    const entry = opened([first]);
    await append('gateway', [entry]);
    const isThere = async () =>
      expect((await entriesOf(official(JUS), documents)).map((entries) => entries?.length)).toEqual([2, ...Array(99).fill(1)]);
    await vi.waitFor(isThere, { timeout: 2_000 });

    let entries: Awaited<ReturnType<typeof entriesOf>> = [];
    const asked = await statementsFor(async () => {
      entries = await entriesOf(official(FIN), documents);
    });
    expect(asked).toHaveLength(1);
    expect(entries[0]?.map(({ act, place }) => [act, place])).toEqual(
      expect.arrayContaining([
        ['RegisterOpinion', 'gateway'],
        ['registerDocument', 'JUS'],
      ]),
    );
    expect(await entriesOf(official(MOH), [first, cardEvent().documentId])).toEqual([null, null]);
    await expect(entriesOf(official(JUS), [first], 201)).rejects.toMatchObject({ code: 'PAGE_TOO_LARGE' });
  });

  it('goes on behind what makes no sense, and puts a time that cannot be to when it heard of it (§10.11)', async () => {
    const card = cardEvent();
    const write = (payload: object, at: string, by: object = act()) =>
      feed.$executeRawUnsafe(
        'INSERT INTO kernel.outbox (event_id, at, act, payload) VALUES ($1, $2::timestamptz, $3::jsonb, $4::jsonb)',
        ulid(),
        at,
        JSON.stringify(by),
        JSON.stringify(payload),
      );
    const begun = Date.now();
    await write({ ...card, revision: 2, documentDate: 'soon' }, new Date().toISOString());
    await write({ ...card, revision: 2 ** 40 }, new Date().toISOString());
    await write({ type: 'refused', subject: null, code: 'BAD_INPUT', clause: null }, new Date().toISOString(), { name: null });
    await write({ ...card, documentId: 'ZZZ:LegalOpinion:01JD0000000000000000000001', institution: 'ZZZ' }, '2100-01-01T00:00:00Z');
    await write(card, '1970-01-01T00:00:00Z');
    await write({ ...card, revision: 2 }, '2100-01-01T00:00:00Z');
    announceEvents();

    const told = async () => {
      const { _entities } = await circuit
        .client('gateway')
        .ask<{ _entities: { auditEntries: { at: string; claimedAt: string }[] | null }[] }>(
          'audit',
          'query Entries($documents: [_Any!]!) { _entities(representations: $documents) { ... on Document { auditEntries { at claimedAt } } } }',
          { documents: [{ __typename: 'Document', id: card.documentId }] },
          { caller: official(JUS) },
        );
      return _entities[0]?.auditEntries ?? [];
    };
    await expect.poll(told, { timeout: 5_000 }).toHaveLength(2);
    expect((await told()).map(({ claimedAt }) => claimedAt).toSorted()).toEqual(['1970-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z']);
    for (const { at } of await told()) expect(Math.abs(Date.parse(at) - begun)).toBeLessThan(60_000);
    // Of those two whose act can be read it is on record who did what (§10.1).
    const open = await circuit
      .client('gateway')
      .ask<{ auditEntries: { edges: { node: { act: string; official: { id: string } | null } }[] } }>(
        'audit',
        'query Open { auditEntries(filter: { outcome: [OPEN], place: "justice" }) { edges { node { act official { id } } } } }',
        {},
        { caller: official(JUS, { duties: ['AUDITOR'] }) },
      );
    expect(open.auditEntries.edges.map(({ node }) => node)).toEqual(Array(2).fill({ act: act().name, official: { id: act().official } }));
  });
});
