import type { Bundle, Caller } from '@chancery/domain';
import { openPerimeter, type PerimeterDatabase } from '@chancery/perimeter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concludeReleases } from '../../subgraphs/perimeter/sweeps/concludeReleases.ts';
import { settleCopies } from '../../subgraphs/perimeter/sweeps/settleCopies.ts';
import { actsIn } from '../kit/perimeterActs.ts';
import { newId, type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';

let world: PerimeterWorld;
let acts: ReturnType<typeof actsIn>;
const opened: PerimeterDatabase[] = [];
beforeAll(async () => {
  world = await perimeterWorld();
  acts = actsIn(world);
}, 60_000);
afterAll(async () => {
  await Promise.all(opened.map((db) => db.$disconnect()));
  await world?.close();
});

const [jus, fin] = [person('JUS'), person('FIN')];
const code = (code: string) => expect.objectContaining({ code });
const inAnHour = () => new Date(Date.now() + 3_600_000);
const register = (consignmentId: string, by: Caller = fin) =>
  world.run<{ incomingNumber: string; consignment: { state: string } }>(
    'finance',
    'registerConsignment',
    { consignmentId },
    '{ incomingNumber consignment { state } }',
    by,
  );
const mayRead = (id: string, by: Caller) =>
  world.ask('justice', 'query May($id: ID!) { document(id: $id) { id } }', { id }, by).then(
    () => true,
    () => false,
  );
const databaseOf = (server: string): PerimeterDatabase => {
  const db = openPerimeter(world.databases.get(server) ?? '');
  opened.push(db);
  return db;
};

describe('a release (§7.6)', () => {
  it('makes readers of the addressees, once for a dispatch, and gives the same again', async () => {
    const documentId = await acts.registered();
    expect(await mayRead(documentId, fin)).toBe(false);
    const dispatchId = newId('JUS');
    const bundle = await acts.released(documentId, ['FIN', 'MOH'], dispatchId);
    expect(await acts.released(documentId, ['FIN', 'MOH'], dispatchId)).toEqual(bundle);
    expect(bundle).toMatchObject({
      signed: { documentId, title: 'On fees' },
      signatures: [{ official: 'JUS:a.person', duty: 'SIGNATORY' }],
    });
    expect(await mayRead(documentId, fin)).toBe(true);
    expect(await mayRead(documentId, person('LIB'))).toBe(false);
    const { events } = await world.as('catalogue').events('justice', 0, 1_000, 0);
    const cards = events
      .map(({ payload }) => payload)
      .filter((payload) => payload.type === 'document' && payload.documentId === documentId);
    expect(cards.map((card) => card.type === 'document' && card.readers)).toEqual([[], [], [], ['FIN', 'MOH']]);
  });

  it('tells of the readers of all releases that were made at once', async () => {
    const documentId = await acts.registered();
    await Promise.all(['FIN', 'MOH', 'LIB', 'ARC'].map((to) => acts.released(documentId, [to])));
    const { events } = await world.as('catalogue').events('justice', 0, 1_000, 0);
    const cards = events
      .map(({ payload }) => payload)
      .filter((payload) => payload.type === 'document' && payload.documentId === documentId);
    const last = cards.reduce((one, other) =>
      one.type === 'document' && other.type === 'document' && one.revision > other.revision ? one : other,
    );
    expect(last).toMatchObject({ revision: 7, readers: ['ARC', 'FIN', 'LIB', 'MOH'] });
  });

  it.each([
    ['to nobody', [], 'NO_ADDRESSEE'],
    ['to itself', ['JUS'], 'ADDRESSEE_IS_SENDER'],
    ['to too many', Array.from({ length: 201 }, (_, i) => `AA${i}`), 'TOO_MANY_ADDRESSEES'],
  ])('is refused %s', async (_, to, refusal) => {
    await expect(acts.released(await acts.registered(), to)).rejects.toEqual(code(refusal));
  });

  it('is refused before registration, for another institution, and to anybody but the exchange', async () => {
    const signed = await acts.signed();
    await expect(acts.released(signed, ['FIN'])).rejects.toEqual(code('DOCUMENT_NOT_REGISTERED'));
    const documentId = await acts.registered({ access: 'PUBLIC' });
    const input = { dispatchId: newId('JUS'), documentId, to: ['FIN'] };
    await expect(world.tell('justice', 'releaseDocument', input, fin)).rejects.toEqual(code('NOT_THE_AUTHOR'));
    await expect(world.run('justice', 'releaseDocument', input, '{ bundle }', jus)).rejects.toEqual(code('UNAUTHENTICATED'));
  });

  it('is confirmed or given up by the word of the exchange', async () => {
    const [came, never] = [newId('JUS'), newId('JUS')];
    const [kept, lost] = [await acts.registered(), await acts.registered()];
    await acts.released(kept, ['FIN'], came);
    await acts.released(lost, ['FIN'], never);
    world.dispatched.add(came);
    const parts = { db: databaseOf('justice'), client: world.as('justice') };
    await concludeReleases(parts, new Date());
    expect(await mayRead(lost, fin)).toBe(true);
    await concludeReleases(parts, new Date(Date.now() + 61_000));
    expect(await mayRead(kept, fin)).toBe(true);
    expect(await mayRead(lost, fin)).toBe(false);
    await expect(acts.released(lost, ['FIN'], never)).rejects.toEqual(code('RELEASE_VOID'));
    await expect(acts.released(lost, ['FIN'])).resolves.toBeDefined();
  });
});

describe('a delivery (§7.8)', () => {
  it('is pending until the exchange confirms it, and repeated gets the first receipt', async () => {
    const { consignmentId, dispatchId, bundle, receipt, documentId } = await acts.pending();
    expect(receipt.claims).toMatchObject({ consignmentId, dispatchId, documentId, institution: 'FIN' });
    const again = await world.tell('finance', 'acceptDelivery', { consignmentId, dispatchId, bundle, expiresAt: inAnHour() });
    expect(again).toEqual({ receipt });
    await expect(register(consignmentId)).rejects.toEqual(code('CONSIGNMENT_NOT_DELIVERED'));
    const settle = () => world.tell('finance', 'settleDelivery', { consignmentId, delivered: true, at: new Date() });
    expect([await settle(), await settle()]).toEqual([{ settled: true }, { settled: true }]);
    expect(await register(consignmentId)).toMatchObject({ consignment: { state: 'REGISTERED' } });
    await expect(register(consignmentId)).rejects.toEqual(code('CONSIGNMENT_ALREADY_REGISTERED'));
  });

  it('that is repeated when it was registered already tells that again: who brings it has lost it', async () => {
    const { consignmentId, dispatchId, bundle, receipt } = await acts.pending();
    await world.tell('finance', 'settleDelivery', { consignmentId, delivered: true, at: new Date() });
    await register(consignmentId);
    const again = await world.tell('finance', 'acceptDelivery', { consignmentId, dispatchId, bundle, expiresAt: inAnHour() });
    expect(again).toEqual({ receipt });
    const { events } = await world.as('exchange').events('finance', 0, 1_000, 0);
    const told = events.flatMap(({ payload, act: { name, official } }) =>
      payload.type === 'intake' && payload.consignmentId === consignmentId ? [{ name, official, payload }] : [],
    );
    expect(told.map(({ name, official }) => ({ name, official }))).toEqual([
      { name: 'registerConsignment', official: fin.official },
      { name: 'acceptDelivery', official: null },
    ]);
    expect(told[1]?.payload).toEqual(told[0]?.payload);
  });

  it('is not settled where nothing of it is there: the exchange brings it again', async () => {
    const { dispatchId, bundle } = await acts.pending();
    const consignmentId = newId('FIN');
    const settle = () => world.tell('finance', 'settleDelivery', { consignmentId, delivered: true, at: new Date() });
    expect(await settle()).toEqual({ settled: false });
    await world.tell('finance', 'acceptDelivery', { consignmentId, dispatchId, bundle, expiresAt: inAnHour() });
    expect(await settle()).toEqual({ settled: true });
  });

  it('is confirmed by asking, where the word of the exchange was lost', async () => {
    const { consignmentId } = await acts.pending();
    world.standings.set(consignmentId, 'DELIVERED');
    expect(await register(consignmentId)).toMatchObject({ consignment: { state: 'REGISTERED' } });
    const swept = await acts.pending();
    world.standings.set(swept.consignmentId, 'WITHDRAWN');
    await settleCopies({ db: databaseOf('finance'), client: world.as('finance') }, new Date(Date.now() + 61_000));
    await expect(register(swept.consignmentId)).rejects.toEqual(code('CONSIGNMENT_CLOSED'));
  });

  it('that the exchange knows as registered is not refused by who was put back to before that, and is registered again (§7.7)', async () => {
    const { consignmentId } = await acts.pending();
    await world.tell('finance', 'settleDelivery', { consignmentId, delivered: true, at: new Date() });
    world.standings.set(consignmentId, 'REGISTERED');
    const refuse = () =>
      world.run('finance', 'refuseConsignment', { consignmentId, reason: 'INCOMPLETE' }, '{ consignment { state } }', fin);
    await expect(refuse()).rejects.toEqual(code('CONSIGNMENT_ALREADY_REGISTERED'));
    expect(await register(consignmentId)).toMatchObject({ consignment: { state: 'REGISTERED' } });
  });

  it('leaves a tombstone without content when the consignment was closed', async () => {
    const { consignmentId, dispatchId, bundle } = await acts.pending();
    expect(await world.tell('finance', 'settleDelivery', { consignmentId, delivered: false, at: new Date() })).toEqual({ settled: true });
    await expect(register(consignmentId)).rejects.toEqual(code('CONSIGNMENT_CLOSED'));
    await expect(world.tell('finance', 'acceptDelivery', { consignmentId, dispatchId, bundle, expiresAt: inAnHour() })).rejects.toEqual(
      code('CONSIGNMENT_CLOSED'),
    );
    const rows = await databaseOf('finance').receivedConsignment.findMany({ where: { id: consignmentId }, select: { bundle: true } });
    expect(rows).toEqual([{ bundle: null }]);
  });

  it('is refused when anything that was signed is not what was signed', async () => {
    const { bundle, dispatchId } = await acts.pending();
    const other = (await acts.pending()).bundle;
    const [signature] = bundle.signatures;
    const forgeries: readonly Bundle[] = [
      { ...bundle, signed: { ...bundle.signed, title: 'On other fees' } },
      { ...bundle, signed: { ...bundle.signed, content: { opinion: 'Nobody pays.' } } },
      { ...bundle, signatures: other.signatures },
      ...(signature
        ? [
            { ...signature, name: 'Somebody Else' },
            { ...signature, value: 'A'.repeat(86) },
            { ...signature, endorsement: forged(signature.endorsement) },
          ]
        : []
      ).map((changed) => ({ ...bundle, signatures: [changed] })),
    ];
    for (const forgery of forgeries)
      await expect(
        world.tell('finance', 'acceptDelivery', { consignmentId: newId('FIN'), dispatchId, bundle: forgery, expiresAt: inAnHour() }),
      ).rejects.toEqual(code('SIGNATURE_INVALID'));
    await expect(
      world.tell('finance', 'acceptDelivery', { consignmentId: newId('FIN'), dispatchId, bundle: {}, expiresAt: inAnHour() }),
    ).rejects.toEqual(code('BAD_INPUT'));
    await expect(
      world.tell('finance', 'acceptDelivery', { consignmentId: newId('MOH'), dispatchId, bundle, expiresAt: inAnHour() }),
    ).rejects.toEqual(code('WRONG_PERIMETER'));
  });

  /** Another official's name under the same seal. */
  function forged(endorsement: string): string {
    const [header, claims = '', seal] = endorsement.split('.');
    const words = Buffer.from(claims, 'base64url').toString().replace('JUS:a.person', 'JUS:b.person');
    return [header, Buffer.from(words).toString('base64url'), seal].join('.');
  }
});

describe('a closure (§7.7)', () => {
  it('takes the reader away and tells the author of what expired, once', async () => {
    const documentId = await acts.registered();
    const [dispatchId, consignmentId] = [newId('JUS'), newId('FIN')];
    await acts.released(documentId, ['FIN', 'MOH'], dispatchId);
    const input = { documentId, consignmentId, dispatchId, addressee: 'FIN', state: 'EXPIRED', at: new Date() };
    expect(await world.tell('justice', 'noteClosure', input)).toEqual({ noted: true });
    expect(await world.tell('justice', 'noteClosure', input)).toEqual({ noted: true });
    expect([await mayRead(documentId, fin), await mayRead(documentId, person('MOH'))]).toEqual([false, true]);
    const query =
      'query Notices { notices(institution: "JUS", first: 5) { edges { node { text state document { id } consignment { id } } } } }';
    const { notices } = await world.ask<{ notices: { edges: { node: object }[] } }>('justice', query, {}, jus);
    expect(notices.edges.map(({ node }) => node)).toEqual([
      { text: expect.stringContaining('FIN'), state: 'EXPIRED', document: { id: documentId }, consignment: { id: consignmentId } },
    ]);
    await expect(world.ask('justice', query, {}, fin)).rejects.toEqual(code('NOT_THE_RECIPIENT'));
  });
});
