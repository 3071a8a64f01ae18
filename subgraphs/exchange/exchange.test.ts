import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from '@chancery/domain';
import { type RunningService, startService } from '@chancery/kernel';
import type { ServiceIdentity } from '@chancery/trust';
import { ulid } from 'ulid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { marks } from '../../tests/kit/bundles.ts';
import { migratedDatabase, ownersUrl } from '../../tests/kit/databases.ts';
import { type Answer, directoryMigrations, type ExchangeWorld, exchangeWorld, official } from '../../tests/kit/exchangeWorld.ts';
import { knock } from '../../tests/kit/knock.ts';
import { rowsOf } from '../../tests/kit/rows.ts';
import { exchange } from './index.ts';

let world: ExchangeWorld;
let service: RunningService;
const registrar = official('JUS');

beforeAll(async () => {
  const [directoryUrl, exchangeUrl] = await Promise.all([migratedDatabase(directoryMigrations), migratedDatabase(exchange.migrations)]);
  world = await exchangeWorld({ directory: directoryUrl, exchange: exchangeUrl });
  service = await startService(exchange, world.exchange);
});
afterEach(() => {
  for (const perimeter of Object.values(world.perimeters)) {
    perimeter.moods.clear();
    perimeter.beforeReceiving = async () => undefined;
  }
});
afterAll(async () => {
  await service.close();
  await world.close();
});

describe('a dispatch', () => {
  it('makes one consignment for each addressee, accepted at once', async () => {
    const { data } = await dispatch({ to: ['FIN', 'LIB', 'FIN'] });

    const made = data?.dispatchDocument?.dispatch.consignments.map(({ to, state }) => `${to.code} ${state}`);
    // It may have gone on its way before the answer was read.
    const accepted = (code: string) => expect.stringMatching(new RegExp(`^${code} (ACCEPTED|IN_TRANSIT|DELIVERED)$`));
    expect(made?.toSorted()).toEqual([accepted('FIN'), accepted('LIB')]);
  });

  it('is refused in the order of the regulation', async () => {
    const faults = { documentId: 'no id', to: [] as string[], registerBy: '2020-01-01T00:00:00Z', inReplyTo: `JUS:${ulid()}` };
    world.perimeters.justice.moods.set('releaseDocument', 'DOCUMENT_NOT_REGISTERED');

    expect(await refusalOf(faults, official('JUS', ['CLERK']))).toBe('DUTY_REQUIRED');
    expect(await refusalOf(faults)).toBe('MALFORMED_ID');
    expect(await refusalOf({ ...faults, documentId: newDocument() })).toBe('NO_ADDRESSEE');
    const known = { ...faults, documentId: newDocument() };
    expect(await refusalOf({ ...known, to: Array.from({ length: 1_000 }, () => 'FIN') })).toBe('TOO_MANY_ADDRESSEES');
    expect(await refusalOf({ ...known, to: ['JUS', 'NOBODY'] })).toBe('ADDRESSEE_UNKNOWN');
    expect(await refusalOf({ ...known, to: ['FIN', 'JUS'] })).toBe('ADDRESSEE_IS_SENDER');
    expect(await refusalOf({ ...known, to: ['FIN'] })).toBe('DEADLINE_IN_THE_PAST');
    expect(await refusalOf({ ...known, to: ['FIN'], registerBy: inSeconds(31 * 86_400) })).toBe('DEADLINE_TOO_FAR');
    expect(await refusalOf({ ...known, to: ['FIN'], registerBy: null })).toBe('REPLY_NOT_ADDRESSED_TO_SENDER');
    expect(await refusalOf({ ...known, to: ['FIN'], registerBy: null, inReplyTo: null })).toBe('DOCUMENT_NOT_REGISTERED');
    world.perimeters.justice.moods.set('releaseDocument', 'fault');
    expect(await refusalOf({ ...known, to: ['FIN'], registerBy: null, inReplyTo: null })).toBe('INSTITUTION_UNAVAILABLE');
  });

  it('is released in the name of the official', async () => {
    const { data } = await dispatch({});

    expect(world.perimeters.justice.released.get(data?.dispatchDocument?.dispatch.id ?? '')).toEqual({ to: ['FIN'], caller: registrar });
  });

  it('is made once for a request, whoever repeats it and when', async () => {
    const input = { documentId: newDocument(), requestId: ulid() };
    const answers = await Promise.all([dispatch(input), dispatch(input), dispatch(input)]);
    world.perimeters.justice.moods.set('releaseDocument', 'fault');
    answers.push(await dispatch(input));

    expect(new Set(answers.map(({ data }) => data?.dispatchDocument?.dispatch.id)).size).toBe(1);
    expect(await refusalOf({ ...input, to: ['LIB'] })).toBe('REQUEST_ID_REUSED');
  });

  it('may answer a consignment that the sender received', async () => {
    const { id } = await delivered(await sent({}));

    const reply = await dispatch({ documentId: newDocument('FIN'), to: ['JUS'], inReplyTo: id }, official('FIN'));

    expect(reply.errors).toBeUndefined();
  });
});

describe('a release', () => {
  it('whose dispatch came is confirmed, and only to the perimeter of its sender', async () => {
    const { data } = await dispatch({});
    const dispatchId = data?.dispatchDocument?.dispatch.id ?? '';

    expect(await conclude(dispatchId, world.perimeters.justice.identity)).toEqual({ dispatched: true });
    expect(await conclude(dispatchId, world.perimeters.finance.identity)).toBe('DISPATCH_NOT_FOUND');
    expect(await conclude(dispatchId, registrar)).toBe('UNAUTHENTICATED');
  });

  it('that was given up never becomes a dispatch; the same request then makes another', async () => {
    const input = { documentId: newDocument(), requestId: ulid() };
    const { promise, resolve: release } = Promise.withResolvers<void>();
    const first = dispatchIdOf(input.documentId);
    world.perimeters.justice.beforeReleasing = () => promise;
    const slow = dispatch(input);
    const dispatchId = await first;
    expect(await conclude(dispatchId, world.perimeters.justice.identity)).toEqual({ dispatched: false });
    world.perimeters.justice.beforeReleasing = async () => undefined;
    release();

    expect((await slow).errors?.[0]?.extensions.code).toBe('RELEASE_VOID');
    const again = await dispatch(input);
    expect(again.data?.dispatchDocument?.dispatch.id).not.toBe(dispatchId);
    expect(again.errors).toBeUndefined();
  });

  it('that was given up before a backup of ours was put back, which knows nothing of it, is not asked for for ever', async () => {
    const input = { documentId: newDocument(), requestId: ulid() };
    world.perimeters.justice.moods.set('releaseDocument', 'RELEASE_VOID');
    expect(await refusalOf(input)).toBe('RELEASE_VOID');
    world.perimeters.justice.moods.clear();
    const given = world.perimeters.justice.asked.get(input.documentId);

    expect((await dispatch(input)).errors).toBeUndefined();
    expect(world.perimeters.justice.asked.get(input.documentId)).not.toBe(given);
  });
});

describe('a delivery', () => {
  it('ends with a sealed receipt and a confirmed copy, soon', async () => {
    const before = performance.now();
    const consignment = await delivered(await sent({}));

    expect(performance.now() - before).toBeLessThan(5_000);
    expect(consignment).toMatchObject({ receipt: { institution: { code: 'FIN' } }, attempts: [{ number: 1, outcome: 'DELIVERED' }] });
    await until(() => world.perimeters.finance.copies.get(consignment.id)?.state === 'DELIVERED');
  });

  it.each([
    ['fault', 'UNREACHABLE'],
    ['SIGNATURE_INVALID', 'REJECTED'],
    ['forges', 'REJECTED'],
  ] as const)('is tried again when the recipient answers with: %s', async (mood, outcome) => {
    world.perimeters.finance.moods.set('acceptDelivery', mood);
    const id = await sent({});
    await until(async () => (await seen(id)).attempts.at(-1)?.outcome === outcome);
    expect((await seen(id)).state).toBe('IN_TRANSIT');
    world.perimeters.finance.moods.clear();

    const { attempts } = await delivered(id);
    expect(attempts.at(-1)?.outcome).toBe('DELIVERED');
    expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, index) => index + 1));
  });

  it('does not wait for a neighbour who hangs', async () => {
    world.perimeters.finance.moods.set('acceptDelivery', 'silent');
    const hanging = await Promise.all(Array.from({ length: 20 }, () => sent({})));
    await until(async () => (await seen(hanging[0] ?? '')).state === 'IN_TRANSIT');
    const before = performance.now();
    await delivered(await sent({ to: ['LIB'] }), 'LIB');
    expect(performance.now() - before).toBeLessThan(3_000);
    // What hangs here hangs nowhere else.
    world.perimeters.finance.moods.clear();
    for (const id of hanging) await delivered(id);
  }, 40_000);

  it('does not wait for a server that hangs with all its institutions', async () => {
    world.perimeters.hosted.moods.set('acceptDelivery', 'silent');
    const hanging = await Promise.all(Array.from({ length: 9 }, () => sent({ to: ['LIB', 'ARC', 'MUS'] })));
    await until(async () => (await ask(hanging[0] ?? '', registrar)).data?.consignment?.state === 'IN_TRANSIT');
    await pause(500);
    const before = performance.now();
    await delivered(await sent({}));
    expect(performance.now() - before).toBeLessThan(3_000);
    world.perimeters.hosted.moods.clear();
    for (const id of hanging) await until(async () => (await ask(id, registrar)).data?.consignment?.state === 'DELIVERED', 20_000);
  }, 40_000);

  it('is confirmed again until the recipient says that its copy is settled', async () => {
    world.perimeters.finance.moods.set('settleDelivery', 'unsettled');
    const { id } = await delivered(await sent({}));
    await pause(500);
    expect(world.perimeters.finance.copies.get(id)?.state).toBe('PENDING');
    world.perimeters.finance.moods.clear();

    await until(() => world.perimeters.finance.copies.get(id)?.state === 'DELIVERED');
  });

  it('waits between two attempts, and to the deadline, though the clock of the database is ahead', async () => {
    const owner = await ownersUrl(world.exchange.databaseUrl);
    const clock = (ahead: string) =>
      rowsOf(owner, `CREATE OR REPLACE FUNCTION boss.job_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT now() ${ahead} $$`);
    await clock("+ interval '60 seconds'");
    try {
      world.perimeters.finance.moods.set('acceptDelivery', 'SIGNATURE_INVALID');
      const id = await sent({ expiresAt: inSeconds(4) });
      await until(async () => (await seen(id)).state === 'EXPIRED');
      expect((await seen(id)).attempts.length).toSatisfy((count: number) => count >= 2 && count <= 4);
    } finally {
      await clock('');
    }
  });

  it('is given up at the deadline, and the sender is told', async () => {
    world.perimeters.finance.moods.set('acceptDelivery', 'fault');
    const id = await sent({ expiresAt: inSeconds(1.5) });

    await until(async () => (await seen(id)).state === 'EXPIRED');
    await until(() => world.perimeters.justice.closures.some((closure) => closure.consignmentId === id && closure.state === 'EXPIRED'));
    expect((await seen(id)).attempts.every(({ outcome }) => outcome === 'UNREACHABLE')).toBe(true);
  });
});

describe('a withdrawal', () => {
  it('comes before the delivery or not at all: a copy that was under way becomes a tombstone', async () => {
    const receive = holdDeliveries();
    const id = await sent({});
    await until(async () => (await seen(id)).state === 'IN_TRANSIT');

    expect(await withdraw(id)).toBe('WITHDRAWN');
    receive();
    await until(() => world.perimeters.finance.copies.get(id)?.state === 'TOMBSTONE');
    expect(await seen(id)).toMatchObject({ state: 'WITHDRAWN', withdrawnReason: 'Sent by mistake', deliveredAt: null });
    await until(() => world.perimeters.justice.closures.some((closure) => closure.consignmentId === id));
  });

  it('is told to its author while other authors hang', async () => {
    world.perimeters.hosted.moods.set('acceptDelivery', 'fault');
    world.perimeters.justice.moods.set('noteClosure', 'silent');
    const [own, ...others] = await Promise.all([
      dispatch({ documentId: newDocument('FIN'), to: ['LIB'] }, official('FIN')),
      ...Array.from({ length: 20 }, () => dispatch({ to: ['LIB'] })),
    ]);
    const idOf = ({ data }: Answer<Dispatched>) => data?.dispatchDocument?.dispatch.consignments[0]?.id ?? '';
    for (const other of others) expect(await withdraw(idOf(other))).toBe('WITHDRAWN');
    await pause(1_000);

    const before = performance.now();
    expect(await withdraw(idOf(own), official('FIN'))).toBe('WITHDRAWN');
    await until(() => world.perimeters.finance.closures.some(({ consignmentId }) => consignmentId === idOf(own)));
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('is refused to the recipient, to strangers, and after the delivery', async () => {
    const { id } = await delivered(await sent({}));

    expect(await withdraw(id)).toBe('CONSIGNMENT_ALREADY_DELIVERED');
    expect(await withdraw(id, official('FIN'))).toBe('NOT_THE_SENDER');
    expect(await withdraw(id, official('ARC'))).toBe('CONSIGNMENT_NOT_FOUND');
    expect(await withdraw(`FIN:${ulid()}`)).toBe('CONSIGNMENT_NOT_FOUND');
  });
});

describe('what the recipient did', () => {
  it('is followed, once and for good', async () => {
    const { id } = await delivered(await sent({}));
    world.perimeters.finance.tell(id, 'REGISTERED');
    world.perimeters.finance.tell(id, 'REFUSED');
    const { id: other } = await delivered(await sent({}));
    world.perimeters.finance.tell(other, 'REFUSED');

    await until(async () => (await seen(other)).state === 'REFUSED');
    expect((await seen(id)).state).toBe('REGISTERED');
  });

  it('is not taken from another perimeter', async () => {
    const { id } = await delivered(await sent({}));
    world.perimeters.hosted.tell(id, 'REGISTERED');
    const marker = await delivered(await sent({ to: ['LIB'] }), 'LIB');
    world.perimeters.hosted.tell(marker.id, 'REGISTERED');

    await until(async () => (await seen(marker.id, 'LIB')).state === 'REGISTERED');
    expect((await seen(id)).state).toBe('DELIVERED');
  });

  it.each(['2100-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'])(
    'was done between when it was sent and now, though the recipient says %s (§10.11)',
    async (claimed) => {
      const receive = holdDeliveries();
      const begun = Date.now();
      const id = await sent({});
      await until(async () => (await seen(id)).state === 'IN_TRANSIT');
      world.perimeters.finance.tell(id, 'REGISTERED', claimed);

      await until(async () => (await seen(id)).state === 'REGISTERED');
      const deliveredAt = Date.parse(String((await seen(id)).deliveredAt));
      expect(deliveredAt).toBeGreaterThanOrEqual(begun - 1_000);
      expect(deliveredAt).toBeLessThanOrEqual(Date.now() + 1_000);
      receive();
      await until(() => world.perimeters.finance.copies.get(id)?.state === 'DELIVERED');
    },
  );

  it('may overtake our own word of the delivery', async () => {
    const receive = holdDeliveries();
    const id = await sent({});
    await until(async () => (await seen(id)).state === 'IN_TRANSIT');
    world.perimeters.finance.tell(id, 'REGISTERED');

    await until(async () => (await seen(id)).state === 'REGISTERED');
    receive();
    expect((await seen(id)).deliveredAt).not.toBeNull();
    await until(() => world.perimeters.finance.copies.get(id)?.state === 'DELIVERED');
    expect(await seen(id)).toMatchObject({ state: 'REGISTERED', receipt: { institution: { code: 'FIN' } } });
  });
});

describe('who may know', () => {
  const ofDocument = 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Document { consignments { to { code } } } } }';
  const refs = (id: string) => ({ refs: [{ __typename: 'Document', id }] });

  it('the sender all its consignments, a recipient its own, a third party no more than of an invented one', async () => {
    const documentId = newDocument();
    await dispatch({ documentId, to: ['LIB', 'ARC'] });
    const as = async (code: string, id = documentId) => (await world.ask(ofDocument, refs(id), official(code))).data;

    expect(await as('JUS')).toEqual({ _entities: [{ consignments: [{ to: { code: 'LIB' } }, { to: { code: 'ARC' } }].toSorted(byId) }] });
    expect(await as('ARC')).toEqual({ _entities: [{ consignments: [{ to: { code: 'ARC' } }] }] });
    expect(await as('MUS')).toEqual(await as('MUS', newDocument()));
  });

  it('a neighbour in the same perimeter is a third party, and so is who lacks clearance', async () => {
    const documentId = newDocument();
    marks.set(documentId, 'RESTRICTED');
    const cleared = official('JUS', ['REGISTRAR'], true);
    const { data } = await dispatch({ documentId, to: ['LIB'] }, cleared);
    const id = data?.dispatchDocument?.dispatch.consignments[0]?.id ?? '';

    expect((await ask(id, cleared)).data?.consignment?.id).toBe(id);
    expect((await ask(id, official('LIB', ['REGISTRAR'], true))).data?.consignment?.id).toBe(id);
    for (const caller of [official('LIB'), registrar, official('ARC', ['REGISTRAR'], true)])
      expect((await ask(id, caller)).errors).toEqual((await ask(`LIB:${ulid()}`, caller)).errors);
  });

  it('a perimeter how the consignments of its own institutions stand', async () => {
    const { id } = await delivered(await sent({}));

    expect(await standing(id, world.perimeters.finance.identity)).toMatchObject({ state: 'DELIVERED' });
    expect(await standing(id, world.perimeters.justice.identity)).toBe('CONSIGNMENT_NOT_FOUND');
    expect(await standing(id, registrar)).toBe('UNAUTHENTICATED');
  });

  it('nobody without a mandate', async () => {
    const { current: material } = world.gateway.credentials;
    const { status } = await knock({ url: service.url, service: 'exchange', material, body: '{"query":"{ __typename }"}' });

    expect(status).toBe(401);
  });
});

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly deliveredAt: string | null;
  readonly withdrawnReason: string | null;
  readonly attempts: readonly { readonly number: number; readonly outcome: string | null }[];
  readonly receipt: unknown;
}
interface Dispatched {
  readonly dispatchDocument: {
    readonly dispatch: { readonly id: string; readonly consignments: readonly { id: string; state: string; to: { code: string } }[] };
  } | null;
}

const newDocument = (institution = 'JUS') => `${institution}:LegalOpinion:${ulid()}` as Parameters<typeof marks.set>[0];
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const byId = (a: { to: { code: string } }, b: { to: { code: string } }) => a.to.code.localeCompare(b.to.code);

function dispatch(input: object, as: Caller = registrar): Promise<Answer<Dispatched>> {
  const query =
    'mutation ($input: DispatchDocumentInput!) { dispatchDocument(input: $input) { dispatch { id consignments { id state to { code } } } } }';
  return world.ask(query, { input: { documentId: newDocument(), to: ['FIN'], ...input } }, as);
}
async function sent(input: object): Promise<string> {
  const { data, errors } = await dispatch(input);
  expect(errors).toBeUndefined();
  return data?.dispatchDocument?.dispatch.consignments[0]?.id ?? '';
}
const refusalOf = async (input: object, as: Caller = registrar) => (await dispatch(input, as)).errors?.[0]?.extensions.code;

function ask(id: string, as: Caller): Promise<Answer<{ consignment: Seen | null }>> {
  const fields = 'id state deliveredAt withdrawnReason attempts { number outcome } receipt { institution { code } digest jws }';
  return world.ask(`query ($id: ID!) { consignment(id: $id) { ${fields} } }`, { id }, as);
}
async function seen(id: string, as = 'FIN'): Promise<Seen> {
  const { data } = await ask(id, official(as));
  if (!data?.consignment) throw new Error(`no consignment ${id}`);
  return data.consignment;
}
async function delivered(id: string, as = 'FIN'): Promise<Seen> {
  await until(async () => (await seen(id, as)).state === 'DELIVERED');
  return seen(id, as);
}
async function withdraw(consignmentId: string, as: Caller = registrar): Promise<string | undefined> {
  const query = 'mutation ($input: WithdrawConsignmentInput!) { withdrawConsignment(input: $input) { consignment { state } } }';
  const input = { consignmentId, reason: 'Sent by mistake' };
  const { data, errors } = await world.ask<{ withdrawConsignment: { consignment: Seen } }>(query, { input }, as);
  return errors?.[0]?.extensions.code ?? data?.withdrawConsignment.consignment.state;
}
async function conclude(dispatchId: string, as: ServiceIdentity | Caller): Promise<unknown> {
  const query = 'mutation ($input: ConcludeReleaseInput!) { concludeRelease(input: $input) { dispatched } }';
  const { data, errors } = await world.ask<{ concludeRelease: unknown }>(query, { input: { dispatchId } }, as);
  return errors?.[0]?.extensions.code ?? data?.concludeRelease;
}
async function standing(consignmentId: string, as: ServiceIdentity | Caller): Promise<unknown> {
  const query = 'mutation ($input: ConsignmentStandingInput!) { consignmentStanding(input: $input) { state deliveredAt } }';
  const { data, errors } = await world.ask<{ consignmentStanding: unknown }>(query, { input: { consignmentId } }, as);
  return errors?.[0]?.extensions.code ?? data?.consignmentStanding;
}
/** Lets no delivery through at FIN until what it answers is called. */
function holdDeliveries(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  world.perimeters.finance.beforeReceiving = () => promise;
  return resolve;
}
/** The id under which a document is being released. */
async function dispatchIdOf(documentId: string): Promise<string> {
  let found: string | undefined;
  await until(() => {
    found = world.perimeters.justice.asked.get(documentId);
    return found !== undefined;
  });
  return found ?? '';
}
async function until(claim: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await pause(20)) if (await claim()) return;
  throw new Error('it did not come to pass');
}
