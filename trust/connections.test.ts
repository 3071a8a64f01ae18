import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { inspect } from 'node:util';
import { parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { newService, tlsMaterial } from '../tests/kit/authority.ts';
import { Connections } from './connections.ts';
import { Credentials } from './credentials.ts';
import { createIdentity, type ServiceIdentity, type ServiceKey } from './identity.ts';
import { questionHeader } from './inquiry.ts';
import { MandateGuard, nonceHeader } from './mandateGuard.ts';
import { sessionHeader, sharesHeader } from './mandateSession.ts';
import { operationText } from './operationText.ts';
import { type ServiceEntry, ServiceRegistry } from './registry.ts';
import { requestDigest } from './requestDigest.ts';

/** What came with one request; of one that shares another's mandate, that it does. */
interface Came {
  readonly alg: string;
  readonly kid: string;
  readonly session?: { readonly id: string; readonly key: string };
  readonly status: number;
}

type Told = (request: IncomingMessage, body: string) => { readonly status: number; readonly headers: Record<string, string> };

let came: Came[] = [];
let guard: MandateGuard;
let registry: ServiceRegistry;
let exchange: ServiceIdentity;
let key: ServiceKey;
let connections: Connections;
let tells: Told;
/** What the service says of shares beside the session that it has taken. */
let shares: Record<string, string>;

const server = createServer({ minVersion: 'TLSv1.3', requestCert: true }, async (request, response: ServerResponse) => {
  const { status, headers } = tells(request, await text(request));
  came.push({ ...writtenIn(request), status });
  response.writeHead(status, headers).end('{}');
});

beforeAll(async () => {
  server.setSecureContext(await tlsMaterial({ name: 'justice' }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(async () => {
  const { identity, publicKey } = await newService('exchange', 'exchange');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  key = identity;
  // As an identity that is read from files: its key may change.
  exchange = {
    ...identity,
    get privateKey() {
      return key.privateKey;
    },
  };
  const entry: ServiceEntry = { name: 'exchange', role: 'exchange', url: 'https://127.0.0.1:1', publicKey };
  registry = new ServiceRegistry([entry, { ...entry, name: 'justice', role: 'perimeter', url }]);
  guard = new MandateGuard(registry, 'justice');
  connections = new Connections(exchange, registry);
  tells = asServicesDo;
  shares = { [sharesHeader]: '32' };
  came = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await connections.close();
});

const question = { service: 'justice', path: '/graphql', body: '{}', caller: null, record: null, operation: null, token: null } as const;
const ask = () => connections.send({ ...question, timeoutMs: 5_000 });
const writing = () => came.map(({ alg, session, status }) => `${alg}${session === undefined ? '' : ' with a session'}: ${status}`);
/** Asks until mandates are written under a session, and forgets what came for it. */
const begin = async (): Promise<string> => {
  await ask();
  await ask();
  const under = came.at(-1)?.kid ?? '';
  expect(came.at(-1)).toMatchObject({ alg: 'HS256', status: 200 });
  came = [];
  return under;
};

describe('the mandates of a caller', () => {
  it('are signed until a run has taken its session, and written under that from then on', async () => {
    for (let call = 0; call < 3; call++) await ask();

    expect(writing()).toEqual(['EdDSA: 401', 'EdDSA with a session: 200', 'HS256: 200', 'HS256: 200']);
    expect(new Set(came.slice(2).map(({ kid }) => kid))).toEqual(new Set([came[1]?.session?.id]));
  });

  it('offer one session however many calls begin together', async () => {
    await ask();
    came = [];
    key = { ...key, privateKey: { ...key.privateKey } };
    await Promise.all(Array.from({ length: 20 }, ask));
    await ask();

    expect(new Set(came.flatMap(({ session }) => session?.id ?? [])).size).toBe(1);
    expect(came.at(-1)?.alg).toBe('HS256');
  });

  it('are signed for ever for a service that knows no sessions, or speaks of another one', async () => {
    for (const told of [undefined, 'another', '']) {
      tells = (request, body) => {
        const { status, headers } = asServicesDo(request, body);
        const { [sessionHeader]: _own, ...rest } = headers;
        return { status, headers: told === undefined ? rest : { ...rest, [sessionHeader]: told } };
      };
      for (let call = 0; call < 3; call++) await ask();
    }

    expect(new Set(came.map(({ alg }) => alg))).toEqual(new Set(['EdDSA']));
    expect(came.filter(({ status }) => status !== 200).length).toBe(1);
  });

  it('are signed with a new session where the service has forgotten it, once', async () => {
    const earlier = await begin();
    tells = forgetful(() => came.length === 0);
    await ask();
    await ask();

    expect(writing()).toEqual(['HS256: 401', 'EdDSA with a session: 200', 'HS256: 200']);
    expect(came[1]?.session?.id).not.toBe(earlier);
  });

  it('are signed with a new session where the service has started anew', async () => {
    const earlier = await begin();
    guard = new MandateGuard(registry, 'justice');
    await ask();
    await ask();

    expect(writing()).toEqual(['HS256: 401', 'EdDSA with a session: 200', 'HS256: 200']);
    expect(came[1]?.session?.id).not.toBe(earlier);
  });

  it('reach a service that forgets each session at once', async () => {
    tells = forgetful(() => true);
    for (let round = 0; round < 3; round++) expect(await Promise.all(Array.from({ length: 20 }, ask))).toEqual(Array(20).fill({}));
  });

  it('are not written again where a service refuses what is signed', async () => {
    await begin();
    tells = () => ({ status: 401, headers: { [nonceHeader]: guard.nonce } });

    await expect(ask()).rejects.toMatchObject({ name: 'Unreachable', reason: 'fault' });
    await expect(ask()).rejects.toMatchObject({ name: 'Unreachable', reason: 'fault' });
    expect(writing()).toEqual(['HS256: 401', 'EdDSA with a session: 401', 'EdDSA with a session: 401']);
  });

  it('are not written again where a service refuses without a word about its run', async () => {
    await begin();
    tells = () => ({ status: 401, headers: {} });

    await expect(ask()).rejects.toMatchObject({ name: 'Unreachable', reason: 'fault' });
    expect(came.length).toBe(1);
  });
});

describe('a session is left', () => {
  it('when the caller has a new key, which signs for the next one', async () => {
    const earlier = await begin();
    const next = await createIdentity('exchange', 'exchange');
    registry.replace(registry.names.map((name) => ({ ...registry.entry(name), otherKey: next.publicKey })));
    key = next.identity;
    await ask();

    expect(writing()).toEqual(['EdDSA with a session: 200']);
    expect(await begin()).not.toBe(earlier);
  });

  it('when the registry has ceased to name the key that signed for it, by the service', async () => {
    await begin();
    const next = await createIdentity('exchange', 'exchange');
    registry.replace(registry.names.map((name) => ({ ...registry.entry(name), publicKey: next.publicKey })));

    await expect(ask()).rejects.toMatchObject({ reason: 'fault' });
    key = next.identity;
    expect(await ask()).toEqual({});
    expect(writing()).toEqual(['HS256: 401', 'EdDSA with a session: 401', 'EdDSA with a session: 200']);
  });

  it('when the caller has a new certificate', async () => {
    const earlier = await begin();
    exchange.credentials.replace(await tlsMaterial({ name: 'exchange' }));
    await ask();

    expect(writing()).toEqual(['EdDSA with a session: 200']);
    expect(await begin()).not.toBe(earlier);
  });

  it('before its time is over', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const earlier = await begin();
    vi.advanceTimersByTime(239_000);
    expect(await begin()).toBe(earlier);
    vi.advanceTimersByTime(2_000);
    await ask();

    expect(writing()).toEqual(['EdDSA with a session: 200']);
    expect(await begin()).not.toBe(earlier);
  });
});

it('has another session for each of its kind, and shows no key of them', async () => {
  await ask();
  const [first] = came.flatMap(({ session }) => session ?? []);
  const other = new Connections({ ...exchange, credentials: new Credentials(exchange.credentials.current) }, registry);
  await other.send({ ...question, timeoutMs: 5_000 });
  await other.close();
  const second = came.at(-1)?.session;

  expect(first?.key).toMatch(/^[\w-]{43}$/);
  expect(second?.key).not.toBe(first?.key);
  const shown = inspect([connections, guard], { depth: 12, showHidden: true });
  for (const form of [first?.key ?? '', Buffer.from(first?.key ?? '', 'base64url').toString('hex')]) expect(shown).not.toContain(form);
});

/** Takes mandates as `subgraphs/kernel/server.ts` does. */
const asServicesDo: Told = ({ headers, method = '', url = '', socket }, body) => {
  const asker = { name: 'exchange', certificate: (socket as TLSSocket).getPeerX509Certificate()?.fingerprint256 ?? '' };
  try {
    const { session } = guard.admit(guard.read(headers.authorization, asker), requestDigest(method, url, body), asker);
    return { status: 200, headers: session === null ? {} : { [sessionHeader]: session, ...shares } };
  } catch (error) {
    expect(error).toEqual(new Refusal('UNAUTHENTICATED'));
    return { status: 401, headers: { [nonceHeader]: guard.nonce } };
  }
};

/** The same, but for a session that it does not know any more. */
const forgetful =
  (forgets: () => boolean): Told =>
  (request, body) =>
    writtenIn(request).alg === 'HS256' && forgets()
      ? { status: 401, headers: { [nonceHeader]: guard.nonce } }
      : asServicesDo(request, body);

function writtenIn({ headers }: IncomingMessage): Omit<Came, 'status'> {
  if (headers.authorization?.startsWith('Mandate-Share ') === true) return { alg: 'shared', kid: '' };
  const [head = '', body = ''] = (headers.authorization ?? '').replace('Mandate ', '').split('.');
  const { alg, kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const { session } = JSON.parse(Buffer.from(body, 'base64url').toString());
  return { alg, kid, ...(session && { session }) };
}

describe('reads that are alike', () => {
  const body = { operation: operationText('{ a }'), variables: '{}' };
  const read = async () => (await connections.answer({ ...question, body, timeoutMs: 5_000, goesAlone: false })).text;
  const three = () => Promise.allSettled([read(), read(), read()]);
  const numberOf = ({ headers }: IncomingMessage): string => String(headers[questionHeader]);
  let sockets: Set<unknown>;
  /** A service whose answers say to which question they are. */
  const saying =
    (say: (number: string) => Record<string, string>): Told =>
    (request, body) => {
      sockets.add(request.socket);
      const { status, headers } = asServicesDo(request, body);
      return { status, headers: { ...headers, ...say(numberOf(request)) } };
    };

  beforeEach(() => {
    sockets = new Set();
  });

  it('go together to a service whose answers say to which question they are', async () => {
    tells = saying((number) => ({ [questionHeader]: number }));
    await read();
    expect((await three()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(sockets.size).toBe(1);
  });

  const callers = ['JUS:o.petrenko', 'JUS:s.sign', 'FIN:i.koval'].map((official) => ({
    official: parseOfficialId(official),
    institution: parseInstitutionCode(official.slice(0, 3)),
    duties: ['CLERK' as const],
    clearance: false,
  }));
  const askAll = () =>
    Promise.all(callers.map((caller) => connections.answer({ ...question, body, caller, timeoutMs: 5_000, goesAlone: false })));
  const ways = () => came.map(({ alg, status }) => `${alg}: ${status}`);
  const begun = async () => {
    tells = saying((number) => ({ [questionHeader]: number }));
    await read();
    came = [];
  };

  it('share one mandate where they go together, whoever asks', async () => {
    await begun();
    await askAll();
    expect(ways()).toEqual(['HS256: 200', 'shared: 200', 'shared: 200']);

    came = [];
    await read();
    expect(ways()).toEqual(['HS256: 200']);
  });

  it.each([
    ['does not say that it takes shares', {}],
    ['takes fewer', { [sharesHeader]: '2' }],
    ['says what makes no sense', { [sharesHeader]: 'many' }],
  ])('have each a mandate of its own for a service that %s', async (_, told) => {
    shares = told;
    await begun();
    await askAll();

    expect(ways()).toEqual(['HS256: 200', 'HS256: 200', 'HS256: 200']);
  });

  it('have each a mandate of its own where a common one would be too long for a header', async () => {
    await begun();
    const by = parseOfficialId('JUS:h.shevchuk');
    const delegatedBy = Array.from({ length: 150 }, () => ({ duty: 'CLERK' as const, by }));
    const ask = (official: string) => {
      const caller = {
        ...callers[0],
        official: parseOfficialId(official),
        institution: parseInstitutionCode('JUS'),
        duties: [],
        clearance: false,
        delegatedBy,
      };
      return connections.answer({ ...question, body, caller, timeoutMs: 5_000, goesAlone: false });
    };
    await Promise.all(['JUS:a.one', 'JUS:b.two'].map(ask));

    expect(ways()).toEqual(['HS256: 200', 'HS256: 200']);
  });

  it('are asked again, each by itself and signed, where the service has forgotten the session', async () => {
    await begun();
    guard = new MandateGuard(registry, 'justice');
    expect(await askAll()).toHaveLength(3);

    expect(ways().toSorted()).toEqual(['EdDSA: 200', 'EdDSA: 200', 'EdDSA: 200', 'HS256: 401', 'shared: 401', 'shared: 401']);
  });

  it('go each on its own when they are asked again', async () => {
    await begun();
    sockets.clear();
    const forgetsAll = forgetful(() => true);
    tells = (request, body) => {
      sockets.add(request.socket);
      const { status, headers } = forgetsAll(request, body);
      return { status, headers: { ...headers, [questionHeader]: numberOf(request) } };
    };
    expect(await askAll()).toHaveLength(3);

    expect(ways().slice(0, 3)).toEqual(['HS256: 401', 'shared: 401', 'shared: 401']);
    expect(ways().slice(3)).toEqual(['EdDSA: 200', 'EdDSA: 200', 'EdDSA: 200']);
    expect(sockets.size).toBe(3);
  });

  it('go each on its own to any other', async () => {
    tells = saying(() => ({}));
    await read();
    expect((await three()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(sockets.size).toBe(3);
  });

  it.each([
    ['is said to be to another', (number: string) => ({ [questionHeader]: String(Number(number) - 1) })],
    ['does not say any more to which it is', () => ({})],
  ])('take no answer that %s', async (_, say) => {
    tells = saying((number) => ({ [questionHeader]: number }));
    await read();
    tells = saying(say);
    for (const told of await three()) expect(told).toMatchObject({ status: 'rejected', reason: { reason: 'no sense' } });
  });
});
