import { directory } from '@chancery/directory';
import { type Caller, type EventPayload, EXCHANGE, parseOfficialId } from '@chancery/domain';
import { announceEvents, type Database, emitOutside } from '@chancery/kernel';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { emptyDoors } from '../../tests/kit/databases.ts';
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
    const url = (await emptyDoors(name)).service;
    await circuit.start(name, bareService(role), url);
    feeds.set(name, bareService(role).open(url));
  }
  await circuit.start('catalogue', catalogue);
});
afterAll(async () => {
  await circuit.close();
  for (const db of feeds.values()) await db.$disconnect();
});

async function tell(service: string, ...payloads: readonly EventPayload[]): Promise<void> {
  await emitOutside(feeds.get(service) as Database, act({ official: null, institution: null, duties: [] }), payloads);
  announceEvents();
}

const ask = <Answer>(query: string, caller: Caller = analyst) => circuit.client('gateway').ask<Answer>('catalogue', query, {}, { caller });
const documents = async () =>
  (
    await ask<{ documents: { edges: { node: { id: string } }[] } }>(
      '{ documents(first: 100) { totalCount edges { node { __typename id } } } }',
    )
  ).documents;
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

  it('is rebuilt for the circuit only, and answers nobody without a mandate', async () => {
    expect((await call('POST', '/rebuild', 'gateway')).status).toBe(403);
    expect((await call('GET', '/standing', 'justice')).status).toBe(403);
    const { url } = circuit.registry.entry('catalogue');
    const { current: material } = circuit.identity('circuit').credentials;
    expect((await knock({ url, service: 'catalogue', material, path: '/rebuild' })).status).toBe(401);
  });
});
