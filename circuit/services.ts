import { profileOf, type ServiceRole } from '@chancery/trust';
import { readNewcomers } from './newcomers/membersFile.ts';
import type { Newcomer } from './newcomers/newcomer.ts';

/** A process of a circuit: what the supervisor starts, and what it needs. */
export interface ServiceRow {
  readonly name: string;
  readonly role: ServiceRole;
  /** What its process runs. */
  readonly entry: URL;
  /** Its migrations. */
  readonly migrations: URL;
  /** Taken when it is free, so that addresses stay the same from start to start. */
  readonly preferredPort: number;
}

const row = <Name extends string>(name: Name, role: ServiceRole, folder: string, migrations: string, preferredPort: number) => ({
  name,
  role,
  entry: new URL(`../${folder}/main.ts`, import.meta.url),
  migrations: new URL(`../${migrations}/prisma/migrations/`, import.meta.url),
  preferredPort,
});

/** The nine services with which a circuit began, one process and one database each. What institutions share has one set of tables. */
export const services = [
  row('gateway', 'gateway', 'supergraph/gateway', 'supergraph', 4000),
  row('directory', 'directory', 'subgraphs/directory', 'subgraphs/directory', 4001),
  row('exchange', 'exchange', 'subgraphs/exchange', 'subgraphs/exchange', 4002),
  row('catalogue', 'catalogue', 'subgraphs/catalogue', 'subgraphs/catalogue', 4003),
  row('audit', 'audit', 'subgraphs/audit', 'subgraphs/audit', 4004),
  row('justice', 'perimeter', 'subgraphs/institutions/justice', 'subgraphs/perimeter', 4005),
  row('finance', 'perimeter', 'subgraphs/institutions/finance', 'subgraphs/perimeter', 4006),
  row('health', 'perimeter', 'subgraphs/institutions/health', 'subgraphs/perimeter', 4007),
  row('hosted', 'perimeter', 'subgraphs/institutions/hosted', 'subgraphs/perimeter', 4008),
] as const satisfies readonly ServiceRow[];

export type ServiceName = 'gateway' | 'directory' | 'exchange' | 'catalogue' | 'audit' | 'justice' | 'finance' | 'health' | 'hosted';

/** The process of an institution that joined since. */
export const newcomerRow = ({ server, port }: Newcomer): ServiceRow =>
  row(server, 'perimeter', `subgraphs/institutions/${server}`, 'subgraphs/perimeter', port);

/** All services that the code has: the nine, and a server for each institution that joined since. */
export const allServices = (): readonly ServiceRow[] => [...services, ...readNewcomers().map(newcomerRow)];

/** The embedded token issuer: no service of the exchange, and not started where the operator names another issuer (§2.8). */
export const issuerRow = {
  name: 'issuer',
  role: 'issuer',
  entry: new URL('./issuer/main.ts', import.meta.url),
  migrations: new URL('./issuer/database/migrations/', import.meta.url),
  preferredPort: 4009,
} as const satisfies ServiceRow;

export type ProcessName = ServiceName | 'issuer';

/** Whether the circuit has an issuer of its own: nobody names another, and it is a demonstration. */
export const hasOwnIssuer = (environment: NodeJS.ProcessEnv): boolean =>
  !environment.CHANCERY_OIDC_ISSUER && profileOf(environment) === 'embedded';

/** What the supervisor of a circuit starts: all services, and the issuer where it has one. */
export const processesOf = (environment: NodeJS.ProcessEnv): readonly ServiceRow[] =>
  hasOwnIssuer(environment) ? [...allServices(), issuerRow] : allServices();

/** The variable that names a database on a server of the operator's own: `JUSTICE_DATABASE_URL`. */
export const databaseVariable = (name: string): string => `${name.toUpperCase()}_DATABASE_URL`;

/** The variable that names the same database as its owner opens it, for migrations: `JUSTICE_OWNER_DATABASE_URL`. */
export const ownerVariable = (name: string): string => `${name.toUpperCase()}_OWNER_DATABASE_URL`;
