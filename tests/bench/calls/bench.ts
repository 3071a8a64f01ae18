import { generateKeySync } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createSecureContext } from 'node:tls';
import {
  Connections,
  issueMandate,
  issueMandateUnder,
  MandateGuard,
  newId,
  requestDigest,
  type ServiceIdentity,
  ServiceRegistry,
  type SessionKey,
  type TlsMaterial,
} from '@chancery/trust';
import { Pool } from 'undici';
import { serve } from '../../../subgraphs/kernel/server.ts';
import { newService } from '../../kit/authority.ts';
import { official } from '../../kit/exchangeWorld.ts';
import type { Bench } from '../bench.ts';

const CLIENTS = 8;
const WARM_CALLS = 5_000;
const MEASURED_CALLS = 10_000;
const ROUNDS = 3;

/** A call as the gateway makes it: a kilobyte there, a kilobyte back. */
const body = JSON.stringify({ query: 'query Asked { asked }', variables: { text: 'x'.repeat(900) } });
const errand = { caller: official('JUS'), record: '01JD0000000000000000000000', operation: 'Asked', token: null };

interface Way {
  readonly name: string;
  call(): Promise<unknown>;
  close(): Promise<unknown>;
}

/** What one call between services costs both sides together, in processor time: plain, over mutual TLS, and with a mandate. */
export const callsBench: Bench = {
  name: 'calls',
  about: 'processor time of one call between services: plain, over mutual TLS, and whole with its mandate',
  async run(say) {
    const [asker, answerer] = await Promise.all([newService('gateway', 'gateway'), newService('justice', 'perimeter')]);
    const ways = [
      await plain(),
      await overTls(asker.identity.credentials.current, answerer.identity.credentials.current),
      await whole(asker, answerer),
      mandateAlone('of which the mandate', asker, { id: newId(), key: generateKeySync('hmac', { length: 256 }) }),
      mandateAlone('where it is signed', asker, null),
    ];
    const best = new Map<string, number>();
    for (let round = 1; round <= ROUNDS; round++) {
      for (const { name, call } of ways) {
        if (round === 1) await many(WARM_CALLS, call);
        const before = process.cpuUsage();
        await many(MEASURED_CALLS, call);
        const { user, system } = process.cpuUsage(before);
        best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, (user + system) / MEASURED_CALLS));
      }
      say(`round ${round} of ${ROUNDS}: ${[...best].map(([name, us]) => `${name} ${us.toFixed(0)} µs`).join(', ')}`);
    }
    await Promise.all(ways.map((way) => way.close()));
    return {
      json: { microseconds: Object.fromEntries(best) },
      lines: [...best].map(([name, us]) => `${name.padEnd(30)} ${us.toFixed(0).padStart(5)} µs`),
    };
  },
};

/** So many calls, a few at once. */
async function many(calls: number, call: () => Promise<unknown>): Promise<void> {
  let left = calls;
  const client = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

async function plain(): Promise<Way> {
  const server = createServer(async (request, response) => void response.end(await text(request)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return overPool('plain', new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 64 }), server);
}

async function overTls(asker: TlsMaterial, answerer: TlsMaterial): Promise<Way> {
  const options = { ...answerer, minVersion: 'TLSv1.3', requestCert: true } as const;
  const server = createTlsServer(options, async (request, response) => void response.end(await text(request)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connect = { servername: 'justice', secureContext: createSecureContext(asker) };
  return overPool(
    'mutual TLS',
    new Pool(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 64, connect }),
    server,
  );
}

function overPool(name: string, pool: Pool, server: { close(done: () => void): void }): Way {
  return {
    name,
    async call() {
      const answer = await pool.request({ path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return JSON.parse(await answer.body.text());
    },
    close: async () => {
      await pool.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

/** Both sides' part of the whole call that a mandate is: one that is signed, or one under a session. */
function mandateAlone(name: string, { identity, publicKey }: Newcomer, session: SessionKey | null): Way {
  const guard = new MandateGuard(new ServiceRegistry([{ ...nameOf(identity), url: 'https://127.0.0.1:1', publicKey }]), 'justice');
  const asker = { name: identity.name, certificate: 'of the gateway' };
  const digest = () => requestDigest('POST', '/graphql', body);
  const errandNow = () => ({ audience: 'justice', digest: digest(), nonce: guard.nonce, ...errand });
  const admit = (jws: string) => guard.admit(guard.read(`Mandate ${jws}`, asker), digest(), asker);
  admit(issueMandate(identity, errandNow(), session));
  return {
    name,
    call: async () => admit(session === null ? issueMandate(identity, errandNow()) : issueMandateUnder(session, identity, errandNow())),
    close: async () => undefined,
  };
}

type Newcomer = Awaited<ReturnType<typeof newService>>;

async function whole(asker: Newcomer, answerer: Newcomer): Promise<Way> {
  const registry = new ServiceRegistry([]);
  const answer = async ({ body: asked }: { readonly body: string }) => ({ status: 200, body: asked });
  const routes = [{ method: 'POST', path: '/graphql', answer }] as const;
  const server = await serve({ port: 0, identity: answerer.identity, registry, routes });
  registry.replace([entryOf(asker, 'https://127.0.0.1:1'), entryOf(answerer, server.url)]);
  const connections = new Connections(asker.identity, registry);
  return {
    name: 'as services call each other',
    call: () => connections.send({ service: 'justice', path: '/graphql', body, ...errand, timeoutMs: 10_000 }),
    close: async () => {
      await connections.close();
      await server.close();
    },
  };
}

const entryOf = ({ identity, publicKey }: Newcomer, url: string) => ({ ...nameOf(identity), url, publicKey });
const nameOf = ({ name, role }: ServiceIdentity) => ({ name, role });
