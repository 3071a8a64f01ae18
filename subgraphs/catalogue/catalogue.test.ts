import { directory } from '@chancery/directory';
import { type Caller, type CardEvent, type EventPayload, EXCHANGE, parseOfficialId } from '@chancery/domain';
import { announceEvents, type Database, emitOutside, migrate, type RunningService } from '@chancery/kernel';
import type { ServiceRole } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { emptyDoors, ownersUrl } from '../../tests/kit/databases.ts';
import { act, cardEvent, consignmentEvent, FIN, intakeEvent, JUS } from '../../tests/kit/eventBuilders.ts';
import { type Knocked, knock, knockAs } from '../../tests/kit/knock.ts';
import { bareService, type SmallCircuit, smallCircuit } from '../../tests/kit/smallCircuit.ts';
import { catalogue } from './index.ts';

const enrolment = {
  institutions: [
    { code: 'JUS', name: 'Justice', sector: 'justice', server: 'justice' },
    { code: 'FIN', name: 'Finance', sector: 'finance', server: 'finance' },
  ],
  officials: [],
};
const analyst: Caller = { official: parseOfficialId('EXC:o.analyst'), institution: EXCHANGE, duties: ['ANALYST'], clearance: false };

let circuit: SmallCircuit;
const feeds = new Map<string, Database>();
const running = new Map<string, RunningService>();

beforeAll(async () => {
  circuit = await smallCircuit({
    gateway: 'gateway',
    directory: 'directory',
    exchange: 'exchange',
    justice: 'perimeter',
    finance: 'perimeter',
    catalogue: 'catalogue',
    circuit: 'circuit',
  });
  await circuit.start('directory', directory);
  await circuit
    .client('circuit')
    .ask('directory', 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }', { input: enrolment });
  for (const [name, role] of [
    ['exchange', 'exchange'],
    ['justice', 'perimeter'],
    ['finance', 'perimeter'],
  ] as const) {
    await begin(name, role, (await emptyDoors(name)).service);
  }
  await circuit.start('catalogue', catalogue);
});
afterAll(async () => {
  await circuit.close();
  for (const db of feeds.values()) await db.$disconnect();
});

async function begin(name: string, role: ServiceRole, url: string): Promise<void> {
  running.set(name, await circuit.start(name, bareService(role), url));
  await feeds.get(name)?.$disconnect();
  feeds.set(name, bareService(role).open(url));
}

/** Stops a service, and starts it on a database in which nothing stands but the first of its events. */
async function putBack(name: string, events: number): Promise<void> {
  const rows = await feeds
    .get(name)
    ?.$queryRawUnsafe('SELECT event_id, at, act, payload FROM kernel.outbox ORDER BY position LIMIT $1', events);
  await running.get(name)?.close();
  const url = (await emptyDoors(name)).service;
  await migrate({ url: await ownersUrl(url), folder: bareService('perimeter').migrations, service: url });
  const backup = bareService('perimeter').open(url);
  await backup.$executeRawUnsafe(
    `INSERT INTO kernel.outbox (event_id, at, act, payload)
     SELECT event_id, at, act, payload FROM jsonb_to_recordset($1::jsonb) AS r(event_id text, at timestamptz, act jsonb, payload jsonb)`,
    JSON.stringify(rows),
  );
  await backup.$disconnect();
  await begin(name, name === 'exchange' ? 'exchange' : 'perimeter', url);
}

async function tell(service: string, ...payloads: readonly EventPayload[]): Promise<void> {
  await emitOutside(feeds.get(service) as Database, act({ official: null, institution: null, duties: [] }), payloads);
  announceEvents();
}

const ask = <Answer>(query: string, caller: Caller = analyst) => circuit.client('gateway').ask<Answer>('catalogue', query, {}, { caller });
const documents = async () =>
  (
    await ask<{ documents: { totalCount: number; edges: { node: { id: string } }[] } }>(
      '{ documents(first: 100) { totalCount edges { node { __typename id } } } }',
    )
  ).documents;
const titleOf = async ({ documentId }: CardEvent) =>
  (await ask<{ cards: ({ title: string | null } | null)[] }>(`{ cards(ids: ["${documentId}"]) { title } }`)).cards[0]?.title;
const statistics = async () =>
  (await ask<{ exchangeStatistics: unknown }>('{ exchangeStatistics(groupBy: [SENDER, STATE]) { keys count medianHoursToRegister } }'))
    .exchangeStatistics;

const call = (method: 'GET' | 'POST', path: string, by = 'circuit'): Promise<Knocked> =>
  knockAs(circuit.identity(by), { url: circuit.registry.entry('catalogue').url, service: 'catalogue', method, path });

describe('the catalogue', () => {
  it('follows every perimeter and the exchange, two seconds behind at most, and can be made again from nothing', async () => {
    const consignment = consignmentEvent();
    const card = cardEvent();
    await tell('justice', card);
    await tell('exchange', consignment);
    await tell('finance', intakeEvent(consignment));
    const told = { totalCount: 1, edges: [{ node: { __typename: 'Document', id: card.documentId } }] };
    const counted = [{ keys: ['JUS', 'REGISTERED'], count: 1, medianHoursToRegister: 2 }];
    const isWhole = async () => {
      expect(await documents()).toEqual(told);
      expect(await statistics()).toEqual(counted);
    };
    await vi.waitFor(isWhole, { timeout: 2_000 });

    expect(JSON.parse((await call('POST', '/rebuild')).body)).toEqual({ rebuilding: true });
    await vi.waitFor(isWhole, { timeout: 2_000 });
    const feedsNow = async () =>
      expect(JSON.parse((await call('GET', '/standing')).body)).toEqual({
        feeds: ['justice', 'finance', 'exchange'].map((source) => ({ source, position: 1, caughtUp: true })),
      });
    await vi.waitFor(feedsNow, { timeout: 2_000 });
  });

  it('gives cards by id to the gateway alone', async () => {
    const card = cardEvent();
    await tell('justice', card);
    const query = `{ cards(ids: ["${card.documentId}"]) { id institution { __typename code } title documentDate asOf } }`;
    const told = {
      id: card.documentId,
      institution: { __typename: 'Institution', code: 'JUS' },
      title: card.title,
      documentDate: '2026-03-01',
    };
    const isThere = async () => expect(await ask(query)).toEqual({ cards: [{ ...told, asOf: expect.stringMatching(/^2.*Z$/) }] });
    await vi.waitFor(isThere, { timeout: 2_000 });

    await expect(circuit.client('exchange').ask('catalogue', query, {}, { caller: analyst })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('believes no perimeter about the documents of another', async () => {
    const forged = cardEvent({ institution: FIN, access: 'PUBLIC' });
    const own = cardEvent({ institution: JUS, access: 'PUBLIC' });
    await tell('justice', forged, consignmentEvent(), own);
    await vi.waitFor(async () => expect(JSON.stringify(await documents())).toContain(own.documentId), { timeout: 2_000 });

    expect(JSON.stringify(await documents())).not.toContain(forged.documentId);
    expect(await statistics()).toHaveLength(1);
  });

  it('takes back what a perimeter told after the backup to which it was put back, and follows it from there', {
    timeout: 30_000,
  }, async () => {
    const before = (await documents()).edges.map(({ node }) => node.id);
    const [kept, lost, later] = [cardEvent({ access: 'PUBLIC' }), cardEvent({ access: 'PUBLIC' }), cardEvent({ access: 'PUBLIC' })];
    await tell('justice', kept);
    const [counted] =
      (await feeds.get('justice')?.$queryRawUnsafe<{ events: number }[]>('SELECT count(*)::int AS events FROM kernel.outbox')) ?? [];
    await tell('justice', lost, { ...kept, title: 'Never told', revision: 2 });
    const toFinance = consignmentEvent();
    await tell('finance', intakeEvent(toFinance));
    await tell('exchange', toFinance);
    await vi.waitFor(async () => expect(await titleOf(kept)).toBe('Never told'), { timeout: 5_000 });
    const sent = await statistics();

    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await putBack('justice', counted?.events ?? 0);
    // As many events as were lost, and one more: it has overtaken what was known of it.
    await tell('justice', { ...kept, title: 'Told instead', revision: 2 }, later, cardEvent({ access: 'PUBLIC' }));
    await vi.waitFor(async () => expect(await titleOf(kept)).toBe('Told instead'), { timeout: 15_000 });
    vi.restoreAllMocks();

    const after = (await documents()).edges.map(({ node }) => node.id);
    expect(after).toEqual(expect.arrayContaining([...before, kept.documentId, later.documentId]));
    expect(after).not.toContain(lost.documentId);
    expect((await documents()).totalCount).toBe(after.length);
    expect(await statistics()).toEqual(sent);
  });

  it('takes back what the exchange told after its backup, and nothing that recipients told', { timeout: 30_000 }, async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await putBack('exchange', 1);
    await vi.waitFor(
      async () => expect(await statistics()).toEqual([{ keys: ['JUS', 'REGISTERED'], count: 1, medianHoursToRegister: 2 }]),
      {
        timeout: 15_000,
      },
    );
    vi.restoreAllMocks();
  });

  it('is rebuilt for the circuit only, and answers nobody without a mandate', async () => {
    expect((await call('POST', '/rebuild', 'gateway')).status).toBe(403);
    expect((await call('GET', '/standing', 'justice')).status).toBe(403);
    const { url } = circuit.registry.entry('catalogue');
    const { current: material } = circuit.identity('circuit').credentials;
    expect((await knock({ url, service: 'catalogue', material, path: '/rebuild' })).status).toBe(401);
  });
});
