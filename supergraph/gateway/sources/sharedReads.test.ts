import { type Caller, type Duty, parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { type Mandate, type ServiceIdentity, ServiceRegistry, wholeBody } from '@chancery/trust';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Route } from '../../../subgraphs/kernel/route.ts';
import { serve } from '../../../subgraphs/kernel/server.ts';
import { newService } from '../../../tests/kit/authority.ts';
import { printed } from '../../engine/post/wire.ts';
import { usualSettings } from '../settings.ts';
import { RunningDeadline } from '../stages/deadline.ts';
import type { Commission } from './commission.ts';
import { JOINED_WITHIN_MS, type SharedBounds, SharedReads, type Sharer, type Told } from './sharedReads.ts';
import { Transport } from './transport.ts';

interface Asked {
  readonly mandate: Mandate;
  readonly body: string;
}

let asked: Asked[];
let gate: PromiseWithResolvers<void>;
let filler: string;
let gateway: ServiceIdentity;
let registry: ServiceRegistry;
let transport: Transport;
const servers: Awaited<ReturnType<typeof serve>>[] = [];

/** Tells whom and what it was asked, once it is let. */
const echo: Route = {
  method: 'POST',
  path: '/graphql',
  async answer({ mandate, body }) {
    asked.push({ mandate, body });
    await gate.promise;
    return { status: 200, body: JSON.stringify({ data: { by: mandate.audience, caller: mandate.caller, body, filler } }) };
  },
};

beforeAll(async () => {
  registry = new ServiceRegistry([]);
  const own = await newService('gateway', 'gateway');
  gateway = own.identity;
  const entries = [{ name: 'gateway', role: 'gateway' as const, url: 'https://127.0.0.1:1', publicKey: own.publicKey }];
  const others = await Promise.all(
    ['justice', 'finance'].map(async (name) => {
      const { identity, publicKey } = await newService(name, 'perimeter');
      const server = await serve({ port: 0, identity, registry, routes: [echo] });
      servers.push(server);
      return { name, role: 'perimeter' as const, url: server.url, publicKey };
    }),
  );
  registry.replace([...entries, ...others]);
  transport = new Transport(gateway, registry);
  letGo();
  // The runs of the services are known from here on.
  for (const { name } of others) await ask(name, commission(null), '{ known }');
});
afterAll(async () => {
  await transport.close();
  await Promise.all(servers.map((server) => server.close()));
});
beforeEach(() => {
  hold();
  asked = [];
  filler = '';
});

function hold(): void {
  gate = Promise.withResolvers();
}
function letGo(): void {
  asked ??= [];
  gate ??= Promise.withResolvers();
  gate.resolve();
}

const callerOf = (official: string, change: Partial<Caller> = {}): Caller => ({
  official: parseOfficialId(`JUS:${official}`),
  institution: parseInstitutionCode('JUS'),
  duties: ['CLERK'],
  clearance: false,
  ...change,
});
const someone = callerOf('o.petrenko');
const commission = (caller: Caller | null, change: Partial<Commission> = {}): Commission => ({
  caller,
  record: 'r',
  operation: null,
  token: null,
  documents: new Set(),
  ...change,
});
const ask = (service: string, of: Commission, text: string, variables = '{}', isMutation = false, by = transport) =>
  by.send(service, { operation: printed(text, isMutation), variables }, of);
const arrived = (count: number) => expect.poll(() => asked.length, { timeout: 5_000 }).toBe(count);

describe('the same question of the same caller', () => {
  test('is asked once while it is under way, and everybody has an answer of his own', async () => {
    const answers = [1, 2, 3].map(() => ask('justice', commission(someone), '{ a }'));
    await arrived(1);
    letGo();
    const [first, second, third] = await Promise.all(answers);

    expect(asked).toHaveLength(1);
    expect(second).toEqual(first);
    expect(second?.data).not.toBe(first?.data);
    expect(third?.data).not.toBe(second?.data);
  });

  test('is asked again once it was answered', async () => {
    letGo();
    await ask('justice', commission(someone), '{ a }');
    await ask('justice', commission(someone), '{ a }');

    expect(asked).toHaveLength(2);
  });

  test('is asked by each where operators want it so', async () => {
    const alone = new Transport(gateway, registry, { limits: { ...usualSettings.services, sharesReads: false } });
    const answers = [1, 2].map(() => ask('justice', commission(someone), '{ a }', '{}', false, alone));
    await expect.poll(() => asked.filter(({ body }) => body.includes('{ a }')).length, { timeout: 5_000 }).toBeGreaterThanOrEqual(2);
    letGo();
    await Promise.all(answers);
    await alone.close();
  });

  test('is asked anew once a command has been given, and once it has ended', async () => {
    const before = ask('justice', commission(someone), '{ a }');
    await arrived(1);
    const command = ask('finance', commission(someone), 'mutation { b }', '{}', true);
    await arrived(2);
    const meanwhile = ask('justice', commission(someone), '{ a }');
    await arrived(3);
    letGo();
    await command;
    hold();
    const after = ask('justice', commission(someone), '{ a }');
    await arrived(4);
    letGo();

    expect(await Promise.all([before, meanwhile, after])).toHaveLength(3);
  });
});

describe('nothing is shared', () => {
  test.each<[string, Commission]>([
    ['another official', commission(callerOf('i.shevchuk'))],
    ['who acts for another institution', commission({ ...someone, institution: parseInstitutionCode('FIN') })],
    ['with other duties', commission({ ...someone, duties: ['CLERK', 'AUDITOR'] })],
    ['with a clearance', commission({ ...someone, clearance: true })],
    ['with a delegated duty', commission({ ...someone, delegatedBy: [{ duty: 'CLERK', by: parseOfficialId('JUS:i.shevchuk') }] })],
    ['nobody', commission(null)],
  ])('with %s', async (_, other) => {
    const answers = [ask('justice', commission(someone), '{ a }'), ask('justice', other, '{ a }')];
    await arrived(2);
    letGo();

    expect((await Promise.all(answers)).map(({ data }) => data?.caller)).toEqual([someone, other.caller]);
  });

  test('between two who have not signed in', async () => {
    const answers = [1, 2].map(() => ask('justice', commission(null), '{ a }'));
    await arrived(2);
    letGo();
    await Promise.all(answers);
  });

  test('of a command', async () => {
    const answers = [1, 2].map(() => ask('justice', commission(someone), 'mutation { a }', '{}', true));
    await arrived(2);
    letGo();
    await Promise.all(answers);
  });

  test('whoever asks what, and when: each has the answer to his own question', async () => {
    const duties: readonly Duty[] = ['CLERK', 'AUDITOR', 'REGISTRAR'];
    const callers = fc.record({
      official: fc.constantFrom('o.petrenko', 'i.shevchuk').map((name) => parseOfficialId(`JUS:${name}`)),
      institution: fc.constantFrom('JUS', 'FIN').map((code) => parseInstitutionCode(code)),
      duties: fc.uniqueArray(fc.constantFrom(...duties), { maxLength: 2 }),
      clearance: fc.boolean(),
    });
    const questions = fc.record({
      caller: fc.option(callers),
      service: fc.constantFrom('justice', 'finance'),
      text: fc.constantFrom('{ a }', '{ b }', '{ a } '),
      variables: fc.constantFrom('{}', '{"x":1}', '{"x":"1"}'),
      waitMs: fc.integer({ min: 0, max: 3 }),
    });
    letGo();
    await fc.assert(
      fc.asyncProperty(fc.array(questions, { minLength: 2, maxLength: 24 }), async (all) => {
        asked = [];
        await Promise.all(
          all.map(async ({ caller, service, text, variables, waitMs }) => {
            await new Promise((resolve) => setTimeout(resolve, waitMs));
            const { data } = await ask(service, commission(caller), text, variables);
            expect(data).toEqual({ by: service, caller, body: wholeBody({ operation: printed(text), variables }), filler });
          }),
        );
        expect(asked.length).toBeLessThanOrEqual(all.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('who waits with others', () => {
  test('leaves when his time is over, and the others have their answer', async () => {
    const impatient = new RunningDeadline(60_000, 0);
    const patient = new RunningDeadline(60_000, 0);
    const left = ask('justice', commission(someone, { deadline: impatient }), '{ a }').catch((error: unknown) => error);
    const stays = ask('justice', commission(someone, { deadline: patient }), '{ a }');
    await arrived(1);
    impatient.end();

    expect(await left).toMatchObject({ name: 'Unreachable', service: 'justice', reason: 'stopped' });
    letGo();
    expect((await stays).data).toMatchObject({ caller: someone });
    expect(asked).toHaveLength(1);
    for (const deadline of [impatient, patient]) deadline.clear();
  });

  test('ends it when all have left, and whoever comes then asks anew', async () => {
    const deadlines = [1, 2].map(() => new RunningDeadline(60_000, 0));
    const all = deadlines.map((deadline) => ask('justice', commission(someone, { deadline }), '{ a }').catch((error: unknown) => error));
    await arrived(1);
    for (const deadline of deadlines) deadline.end();
    for (const deadline of deadlines) deadline.clear();
    const next = ask('justice', commission(someone), '{ a }');
    await arrived(2);
    letGo();

    expect(await Promise.all(all)).toMatchObject([{ reason: 'stopped' }, { reason: 'stopped' }]);
    expect((await next).data).toMatchObject({ caller: someone });
  });

  test('asks for himself where he waits longer than the service was told', async () => {
    const [short, long] = [new RunningDeadline(5_000, 0), new RunningDeadline(30_000, 0)];
    const answers = [short, long].map((deadline) => ask('justice', commission(someone, { deadline }), '{ a }'));
    await arrived(2);
    letGo();
    await Promise.all(answers);
    for (const deadline of [short, long]) deadline.clear();
  });

  test('is refused alone where it is too much for his operation', async () => {
    filler = 'x'.repeat(20 * 1024 * 1024);
    const full = commission(someone);
    letGo();
    for (const text of ['{ a }', '{ b }', '{ c }']) await ask('justice', full, text);
    hold();
    asked = [];
    const refused = ask('justice', full, '{ d }').catch((error: unknown) => error);
    const other = ask('justice', commission(someone), '{ d }');
    letGo();

    expect(await refused).toEqual(new Refusal('OPERATION_TOO_LARGE'));
    expect((await other).data).toMatchObject({ caller: someone });
    expect(asked).toHaveLength(1);
  });
});

describe('a read that is under way', () => {
  /** At these moments the same is asked for, while the first is not answered yet; how often it was read. */
  async function readsAt(...moments: readonly number[]): Promise<number> {
    let now = 0;
    let begun = 0;
    const reads = new SharedReads<string>(() => now);
    const answered = Promise.withResolvers<Told<string>>();
    const sharer: Sharer = { service: 'justice', deadline: undefined, weigh: () => undefined };
    const all = moments.map((moment) => {
      now = moment;
      return reads.read('key', sharer, () => {
        begun += 1;
        return answered.promise;
      });
    });
    answered.resolve({ bytes: Buffer.alloc(0), take: () => 'answer' });
    await Promise.all(all);
    return begun;
  }

  test('is joined while it is young: no answer is older than its question by more', async () => {
    expect(JOINED_WITHIN_MS).toBeLessThanOrEqual(250);
    expect(await readsAt(0, 1, JOINED_WITHIN_MS)).toBe(1);
    expect(await readsAt(0, JOINED_WITHIN_MS + 1)).toBe(2);
  });

  test('is not made younger by those who join it, and whoever comes later joins the later one', async () => {
    const [half, later] = [JOINED_WITHIN_MS / 2, JOINED_WITHIN_MS + 1];

    expect(await readsAt(0, half, later, later + half, later + JOINED_WITHIN_MS)).toBe(2);
    expect(await readsAt(0, half, later, later + half, later + later)).toBe(3);
  });

  test('weighs for those who join it what has come of it already', async () => {
    const reads = new SharedReads<string>();
    const answered = Promise.withResolvers<Told<string>>();
    const begin = ({ weigh }: SharedBounds) => {
      weigh(7);
      return answered.promise;
    };
    const seen: number[] = [];
    const sharer: Sharer = { service: 'justice', deadline: undefined, weigh: (bytes) => void seen.push(bytes) };
    const all = [reads.read('key', sharer, begin), reads.read('key', sharer, begin)];
    answered.resolve({ bytes: Buffer.alloc(0), take: () => 'answer' });
    await Promise.all(all);

    expect(seen).toEqual([7, 7]);
  });
});

test('who asks the same in the moment in which a read has been answered is answered too', async () => {
  const reads = new SharedReads<number>();
  let begun = 0;
  const read = (): Promise<Told<number>> => reads.read('same', { service: 'justice', deadline: undefined, weigh: () => undefined }, begin);
  const begin = async (): Promise<Told<number>> => {
    begun += 1;
    await new Promise((resolve) => setImmediate(resolve));
    return { bytes: Buffer.alloc(0), take: () => begun };
  };
  const again = read().then(() => read());

  expect((await again).take()).toBe(2);
});
