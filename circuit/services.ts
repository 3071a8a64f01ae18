import type { ServiceRole } from '@chancery/trust';

/** One of the nine services of a circuit: what the supervisor starts, and what it needs. */
export interface ServiceRow {
  readonly name: ServiceName;
  readonly role: ServiceRole;
  /** What its process runs. */
  readonly entry: URL;
  /** Its Prisma migrations; the gateway has no tables yet. */
  readonly migrations: URL | null;
  /** Taken when it is free, so that addresses stay the same from start to start. */
  readonly preferredPort: number;
}

const row = <Name extends string>(name: Name, role: ServiceRole, folder: string, migrations: string | null, preferredPort: number) => ({
  name,
  role,
  entry: new URL(`../${folder}/main.ts`, import.meta.url),
  migrations: migrations === null ? null : new URL(`../${migrations}/prisma/migrations/`, import.meta.url),
  preferredPort,
});

/** The nine services, one process and one database each. What institutions share has one set of tables. */
export const services = [
  row('gateway', 'gateway', 'supergraph/gateway', null, 4000),
  row('directory', 'directory', 'subgraphs/directory', 'subgraphs/directory', 4001),
  row('exchange', 'exchange', 'subgraphs/exchange', 'subgraphs/exchange', 4002),
  row('catalogue', 'catalogue', 'subgraphs/catalogue', 'subgraphs/catalogue', 4003),
  row('audit', 'audit', 'subgraphs/audit', 'subgraphs/audit', 4004),
  row('justice', 'perimeter', 'subgraphs/institutions/justice', 'subgraphs/perimeter', 4005),
  row('finance', 'perimeter', 'subgraphs/institutions/finance', 'subgraphs/perimeter', 4006),
  row('health', 'perimeter', 'subgraphs/institutions/health', 'subgraphs/perimeter', 4007),
  row('hosted', 'perimeter', 'subgraphs/institutions/hosted', 'subgraphs/perimeter', 4008),
] as const satisfies readonly (Omit<ServiceRow, 'name'> & { name: string })[];

export type ServiceName = 'gateway' | 'directory' | 'exchange' | 'catalogue' | 'audit' | 'justice' | 'finance' | 'health' | 'hosted';

/** The variable that names a database on a server of the operator's own: `JUSTICE_DATABASE_URL`. */
export const databaseVariable = (name: ServiceName): string => `${name.toUpperCase()}_DATABASE_URL`;

/** The variable that names the same database as its owner opens it, for migrations: `JUSTICE_OWNER_DATABASE_URL`. */
export const ownerVariable = (name: ServiceName): string => `${name.toUpperCase()}_OWNER_DATABASE_URL`;
