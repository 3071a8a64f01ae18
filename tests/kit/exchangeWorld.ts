import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { directory } from '@chancery/directory';
import { type Caller, type Duty, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { type RunningService, type ServiceConfig, startService } from '@chancery/kernel';
import { type JWK, ServiceClient, type ServiceIdentity, ServiceRegistry, type ServiceRole } from '@chancery/trust';
import { newService } from './authority.ts';
import { ForeignPerimeter } from './foreignPerimeter.ts';
import { knockAs } from './knock.ts';
import { type TestIssuer, testIssuer } from './testIssuer.ts';

/** Five institutions: JUS and FIN with servers of their own, and three hosted ones. */
const members = [
  { code: 'JUS', server: 'justice' },
  { code: 'FIN', server: 'finance' },
  { code: 'LIB', server: 'hosted' },
  { code: 'ARC', server: 'hosted' },
  { code: 'MUS', server: 'hosted' },
];

/** A GraphQL answer. */
export interface Answer<Data> {
  readonly data: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: { readonly code: string };
  }[];
}

/** A real directory among perimeters of strangers; the exchange is started by whoever tests it. */
export interface ExchangeWorld {
  readonly registry: ServiceRegistry;
  readonly exchange: ServiceConfig;
  readonly gateway: ServiceIdentity;
  readonly perimeters: Readonly<Record<'justice' | 'finance' | 'hosted', ForeignPerimeter>>;
  /** Whose tokens the exchange believes. */
  readonly issuer: TestIssuer;
  /**
   * Asks the exchange as the gateway does for an official, with the official's own token unless another is given, or as another service for itself;
   * answers the whole GraphQL answer.
   */
  ask<Data>(query: string, variables: object, as: Caller | ServiceIdentity, token?: string | null): Promise<Answer<Data>>;
  close(): Promise<void>;
}

/** What the directory's database is made of. */
export const directoryMigrations = directory.migrations;

/** An official of an institution with duties; `clearance` only when said. */
export const official = (institution: string, duties: readonly Duty[] = ['REGISTRAR'], clearance = false): Caller => ({
  official: parseOfficialId(`${institution}:r.registrar`),
  institution: parseInstitutionCode(institution),
  duties,
  clearance,
});

/** Starts the directory and the perimeters on databases of the caller's. */
export async function exchangeWorld(databases: { readonly directory: string; readonly exchange: string }): Promise<ExchangeWorld> {
  const [justice, finance, hosted] = await Promise.all(['justice', 'finance', 'hosted'].map((name) => ForeignPerimeter.start(name)));
  if (!justice || !finance || !hosted) throw new Error('three perimeters');
  const perimeters = { justice, finance, hosted };
  const own = await Promise.all((['directory', 'exchange', 'gateway', 'circuit'] as const).map(newcomer));
  const registry = new ServiceRegistry([...own.map(({ entry }) => entry), ...Object.values(perimeters).map(({ entry }) => entry)]);
  for (const perimeter of Object.values(perimeters)) perimeter.meet(registry);
  const issuer = await testIssuer();
  const config = (role: ServiceRole, databaseUrl: string): ServiceConfig => ({
    identity: identityOf(own, role),
    registry,
    port: Number(new URL(registry.entry(role).url).port),
    databaseUrl,
    tokens: issuer.believed,
  });
  const running = await startService(directory, config('directory', databases.directory));
  await enrol(registry, identityOf(own, 'circuit'), Object.values(perimeters));
  const gateway = identityOf(own, 'gateway');
  return {
    registry,
    exchange: config('exchange', databases.exchange),
    gateway,
    perimeters,
    issuer,
    async ask(query, variables, as, shown) {
      const [identity, caller] = 'privateKey' in as ? [as, null] : [gateway, as];
      const token = shown === undefined && caller !== null ? await issuer.token(caller) : (shown ?? null);
      const asked = { url: registry.entry('exchange').url, service: 'exchange', body: JSON.stringify({ query, variables }) };
      return JSON.parse((await knockAs(identity, asked, { caller, token })).body);
    },
    async close() {
      await close(running, perimeters);
      issuer.forget();
    },
  };
}

const enrolled = ({ official: id, institution, duties, clearance }: Caller) => ({ id, name: id, institution, duties, clearance });

interface Newcomer {
  readonly identity: ServiceIdentity;
  readonly entry: {
    readonly name: string;
    readonly role: ServiceRole;
    readonly url: string;
    readonly publicKey: JWK;
  };
}

async function newcomer(role: ServiceRole): Promise<Newcomer> {
  const { identity, publicKey } = await newService(role, role);
  return { identity, entry: { name: role, role, url: `https://127.0.0.1:${await freePort()}`, publicKey } };
}

function identityOf(own: readonly Newcomer[], role: ServiceRole): ServiceIdentity {
  const found = own.find(({ identity }) => identity.role === role);
  if (!found) throw new Error(role);
  return found.identity;
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

async function enrol(registry: ServiceRegistry, circuit: ServiceIdentity, perimeters: readonly ForeignPerimeter[]): Promise<void> {
  const operator = new ServiceClient(circuit, registry);
  const institutions = members.map((member) => ({ ...member, name: member.code, sector: 'test' }));
  const officials = members.flatMap(({ code }) => [
    enrolled(official(code, ['REGISTRAR', 'CLERK', 'SIGNATORY', 'EXECUTOR'], true)),
    enrolled({ ...official(code, ['EXECUTOR']), official: parseOfficialId(`${code}:e.executor`) }),
  ]);
  await operator.ask('directory', 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }', {
    input: { institutions, officials },
  });
  await operator.close();
  for (const { identity, sealKey } of perimeters) {
    const client = new ServiceClient(identity, registry);
    for (const { code } of members.filter(({ server }) => server === identity.name)) {
      const input = { institution: code, key: sealKey };
      await client.ask('directory', 'mutation AnnounceSeal($input: AnnounceSealInput!) { announceSeal(input: $input) { version } }', {
        input,
      });
    }
    await client.close();
  }
}

async function close(running: RunningService, perimeters: ExchangeWorld['perimeters']): Promise<void> {
  await Promise.all(Object.values(perimeters).map((perimeter) => perimeter.stop()));
  await running.close();
}
