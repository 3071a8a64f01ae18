import pg from 'pg';
import { passwordOf } from './passwords.ts';
import { type Doors, ownerOf, type RoleLimits, roleSheet, serviceRole } from './roles.ts';

/** Where a server is and what opens it. */
export interface ServerAccess {
  readonly port: number;
  readonly secret: Buffer;
}

/** The URL of a database, opened as `role`. */
export function databaseUrl(access: ServerAccess, database: string, role: string): string {
  return `postgresql://${role}:${passwordOf(access.secret, role)}@127.0.0.1:${access.port}/${database}`;
}

/** The URL by which the owner opens the database that a service's URL names. */
export function ownersUrl(access: ServerAccess, url: string): string {
  const { username, pathname } = new URL(url);
  return databaseUrl(access, pathname.slice(1), ownerOf(username));
}

/**
 * Makes sure that databases exist, each with an owner (`justice_owner`) and a service role of its own name that may no more than connect,
 * and closed to every other role; answers the doors of each, in the order of their names.
 */
export async function ensureDatabases(access: ServerAccess, names: readonly string[], limits: RoleLimits): Promise<readonly Doors[]> {
  names.forEach(requireName);
  await asAdministrator(access, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('chancery: databases'))"); // until this session ends: several processes may ask at once
    for (const name of names) await ensureDatabase(access, client, name, limits);
  });
  return names.map((name) => doorsOf(access, name, name));
}

async function ensureDatabase(access: ServerAccess, client: pg.Client, name: string, limits: RoleLimits): Promise<void> {
  for (const role of roleSheet(name, limits)) {
    const { rows } = await client.query<{ limit: number; settings: string[] | null }>(
      'SELECT rolconnlimit AS limit, rolconfig AS settings FROM pg_roles WHERE rolname = $1',
      [role.name],
    );
    const [known] = rows;
    if (known === undefined) await client.query(`CREATE ROLE ${role.name} LOGIN PASSWORD '${passwordOf(access.secret, role.name)}'`);
    if (known?.limit === role.connections && sameSettings(known.settings ?? [], role.settings)) continue;
    await client.query(`ALTER ROLE ${role.name} CONNECTION LIMIT ${role.connections}; ALTER ROLE ${role.name} RESET ALL`);
    for (const [setting, value] of Object.entries(role.settings)) await client.query(`ALTER ROLE ${role.name} SET ${setting} = '${value}'`);
  }
  const { rows } = await client.query<{ owner: string }>(
    'SELECT rolname AS owner FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE datname = $1',
    [name],
  );
  if (rows[0] === undefined) await client.query(`CREATE DATABASE ${name} OWNER ${ownerOf(name)}`);
  // Before there were owners, the service's role owned all that is there.
  if (rows[0]?.owner === serviceRole(name))
    await asAdministrator(access, (inside) => inside.query(`REASSIGN OWNED BY ${serviceRole(name)} TO ${ownerOf(name)}`), name);
  await close(client, name, serviceRole(name));
}

const sameSettings = (held: readonly string[], wanted: Readonly<Record<string, string>>): boolean =>
  held.toSorted().join() ===
  Object.entries(wanted)
    .map(([setting, value]) => `${setting}=${value}`)
    .sort()
    .join();

/**
 * Copies a database, with what is in it, under a new name; the copy is opened by the template's roles. Answers the copy's doors.
 * Nobody may be connected to the template meanwhile: those who are get disconnected. Its files are copied as they are, which takes half of what it takes
 * to write each of their pages to the log.
 */
export async function cloneDatabase(access: ServerAccess, template: string, name: string): Promise<Doors> {
  requireName(template);
  requireName(name);
  await asAdministrator(access, async (client) => {
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [template]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${ownerOf(template)} STRATEGY FILE_COPY`);
    await close(client, name, serviceRole(template));
  });
  return doorsOf(access, name, template);
}

/** Drops databases and disconnects who uses them; also their roles, unless they open other databases. One that is not there is no error. */
export async function dropDatabases(access: ServerAccess, names: readonly string[]): Promise<void> {
  names.forEach(requireName);
  await asAdministrator(access, async (client) => {
    for (const name of names) await dropDatabase(client, name);
  });
}

async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  const { rowCount } = await client.query('SELECT 1 FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE rolname = $1', [
    ownerOf(name),
  ]);
  if (rowCount === 0) await client.query(`DROP ROLE IF EXISTS ${serviceRole(name)}, ${ownerOf(name)}`);
}

/** What every role could do anyway in PostgreSQL is taken back: the administrator's databases are not for services. */
export async function closeAdministration(access: ServerAccess): Promise<void> {
  await asAdministrator(access, (client) => client.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC'));
}

/** Gives every role of the server the password that follows from another secret, all at once or none; answers how many there are. */
export async function changePasswords(access: ServerAccess, secret: Buffer): Promise<number> {
  return asAdministrator(access, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT rolname AS name FROM pg_roles WHERE rolcanlogin');
    const statements = rows.map(({ name }) => `ALTER ROLE ${client.escapeIdentifier(name)} PASSWORD '${passwordOf(secret, name)}'`);
    await client.query(['BEGIN', ...statements, 'COMMIT'].join('; '));
    return rows.length;
  });
}

/** The server takes queries now. */
export async function answers(access: ServerAccess): Promise<boolean> {
  try {
    await asAdministrator(access, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    return false;
  }
}

/** To nobody but its owner and one service. */
async function close(client: pg.Client, database: string, service: string): Promise<void> {
  await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC; GRANT CONNECT ON DATABASE ${database} TO ${service}`);
}

/** The doors of a database whose roles are named after `roles`. */
export const doorsOf = (access: ServerAccess, database: string, roles: string): Doors => ({
  owner: databaseUrl(access, database, ownerOf(roles)),
  service: databaseUrl(access, database, serviceRole(roles)),
});

async function asAdministrator<T>(access: ServerAccess, work: (client: pg.Client) => Promise<T>, database = 'postgres'): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl(access, database, 'postgres'),
    application_name: 'chancery-circuit',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {}); // a lost connection shows in the query that it fails
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Names go into statements as they are. */
function requireName(name: string): void {
  if (!/^[a-z][a-z0-9_]{0,56}$/.test(name))
    throw new Error(`A database is named by lower-case letters, digits and _, not ${JSON.stringify(name)}`);
}
