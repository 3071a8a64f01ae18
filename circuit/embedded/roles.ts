/** The two ways into a database, as URLs. §14 */
export interface Doors {
  /** For who makes and changes tables, before the service starts. */
  readonly owner: string;
  /** For the service: it may do with the tables what its `rights.json` says. */
  readonly service: string;
}

/** How much of a shared server one service may take. */
export interface RoleLimits {
  /** Connections at the same time; -1 for any number. */
  readonly connections: number;
  /** The longest that one statement may run, in seconds; 0 for any time. */
  readonly statementSeconds: number;
}

/** For scratch databases and tests, where many services share a role. */
export const unlimited: RoleLimits = { connections: -1, statementSeconds: 0 };

/** The role of the service in the database of a name. */
export const serviceRole = (name: string): string => name;

/** The role that owns the database of a name. */
export const ownerOf = (name: string): string => `${name}_owner`;

/** A role as it should be. */
interface Role {
  readonly name: string;
  readonly connections: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** The roles of one database: neither may do anything beyond it. */
export function roleSheet(name: string, { connections, statementSeconds }: RoleLimits): readonly Role[] {
  // A service that hangs gives its locks back, and one that asks too much is told so.
  const bounded = statementSeconds === 0 ? {} : { statement_timeout: `${statementSeconds}s`, idle_in_transaction_session_timeout: '15s' };
  return [
    { name: ownerOf(name), connections: connections === -1 ? -1 : OWNERS_CONNECTIONS, settings: {} },
    { name: serviceRole(name), connections, settings: bounded },
  ];
}

/** A migration, an operator with psql, and one of them that has not gone yet. */
const OWNERS_CONNECTIONS = 5;
