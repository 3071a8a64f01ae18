import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Answer,
  createIssuerKey,
  type Desk,
  demoCast,
  enrol,
  freePorts,
  GatewayClient,
  type IssuerKey,
  institutionSeeds,
  issueToken,
  officialSeeds,
  type ServiceName,
  services,
  tokenSource,
} from '@chancery/circuit';
import { ServiceClient, type ServiceIdentity, ServiceRegistry } from '@chancery/trust';
import { newService } from './authority.ts';
import { RunningServices } from './runningServices.ts';
import { speakerOf, type Who } from './who.ts';

/** How a question is asked. */
interface AskOptions {
  /** Who asks; null sends no token. */
  readonly as: Who | null;
  readonly headers?: Record<string, string>;
}

/** A whole circuit in this process: nine services on databases of their own, enrolled with the demonstration's institutions. */
export interface TestCircuit {
  /** The public graph. */
  readonly graphql: string;
  readonly registry: ServiceRegistry;
  /** The key that signs tokens the gateway believes. */
  readonly issuer: IssuerKey;
  /** Calls services as the circuit's operator. */
  readonly operator: ServiceClient;
  readonly gateway: GatewayClient;
  readonly services: RunningServices;
  /** Sends one operation through the gateway; answers status, headers, data and errors whatever they are. */
  ask<Data = Record<string, unknown>>(query: string, variables: object, options: AskOptions): Promise<Answer<Data>>;
  /** A bearer token of an official. */
  token(who: Who): Promise<string>;
  /** What a document's walk is made with; each desk has request ids of its own. */
  desk(): Desk;
  /** Who a service is, so that a test may speak in its name. */
  identity(name: ServiceName | 'circuit'): ServiceIdentity;
  /** The URL by which its owner opens a service's database. */
  databaseUrl(name: ServiceName): string;
  close(): Promise<void>;
}

/** Starts a circuit for a test; about two seconds. The test closes it. */
export async function startTestCircuit(): Promise<TestCircuit> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-circuit-'));
  const { key: issuer, jwks } = await createIssuerKey();
  const jwksFile = join(folder, 'jwks.json');
  writeFileSync(jwksFile, JSON.stringify(jwks));
  const { identities, registry } = await members();
  const running = await RunningServices.start({ identities, registry, tokens: { issuer: issuer.issuer, jwks: jwksFile } });
  const operator = new ServiceClient(identityOf(identities, 'circuit'), registry);
  await enrol(operator, institutionSeeds, officialSeeds);

  const graphql = `${registry.entry('gateway').url}/graphql`;
  const gateway = new GatewayClient(graphql, tokenSource(issuer));
  let desks = 0;
  return {
    graphql,
    registry,
    issuer,
    operator,
    gateway,
    services: running,
    ask: (query, variables, { as, headers }) => gateway.ask(query, variables, as === null ? null : speakerOf(as), headers),
    token: (who) => issueToken(issuer, speakerOf(who)),
    desk: () => ({ client: gateway, cast: demoCast, requests: `test:${++desks}` }),
    identity: (name) => identityOf(identities, name),
    databaseUrl: (name) => running.databaseUrl(name),
    async close() {
      await operator.close();
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// Everyone must know everyone's address before anyone listens.
async function members(): Promise<{ identities: ReadonlyMap<string, ServiceIdentity>; registry: ServiceRegistry }> {
  const ports = await freePorts(services.length);
  const rows = [
    ...services.map(({ name, role }, index) => ({ name, role, port: ports[index] ?? 0 })),
    { name: 'circuit', role: 'circuit', port: 0 } as const,
  ];
  const made = await Promise.all(rows.map(async (row) => ({ ...row, ...(await newService(row.name, row.role)) })));
  return {
    identities: new Map(made.map(({ name, identity }) => [name, identity])),
    registry: new ServiceRegistry(
      made.map(({ name, role, port, publicKey }) => ({
        name,
        role,
        url: `${role === 'gateway' ? 'http' : 'https'}://127.0.0.1:${port}`,
        publicKey,
      })),
    ),
  };
}

function identityOf(identities: ReadonlyMap<string, ServiceIdentity>, name: string): ServiceIdentity {
  const identity = identities.get(name);
  if (!identity) throw new Error(`The circuit has no ${name}.`);
  return identity;
}
