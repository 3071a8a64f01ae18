import pg from 'pg';
import { passwordOf } from './passwords.ts';

/** Where a server is and what opens it. */
export interface ServerAccess {
  readonly port: number;
  readonly secret: Buffer;
}

/** The URL of a database, opened as `role`. */
export function databaseUrl(access: ServerAccess, database: string, role: string): string {
  return `postgresql://${role}:${passwordOf(access.secret, role)}@127.0.0.1:${access.port}/${database}`;
}

/** Makes sure that a database with its own role of the same name exists, closed to every other role; answers its URL. */
export async function ensureDatabase(access: ServerAccess, name: string): Promise<string> {
  requireName(name);
  await asAdministrator(access, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('chancery: databases'))"); // until this session ends: several processes may ask at once
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      'SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role, EXISTS (SELECT FROM pg_database WHERE datname = $1) AS database',
      [name],
    );
    if (rows[0]?.role !== true) await client.query(`CREATE ROLE ${name} LOGIN PASSWORD '${passwordOf(access.secret, name)}'`);
    if (rows[0]?.database !== true) await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  });
  return databaseUrl(access, name, name);
}

/**
 * Copies a database, with what is in it, under a new name; the copy belongs to the template's role. Answers the copy's URL.
 * Nobody may be connected to the template meanwhile: those who are get disconnected.
 */
export async function cloneDatabase(access: ServerAccess, template: string, name: string): Promise<string> {
  requireName(template);
  requireName(name);
  await asAdministrator(access, async (client) => {
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [template]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${template}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  });
  return databaseUrl(access, name, template);
}

/** Drops a database and disconnects who uses it; also its role, unless that role owns other databases. A database that is not there is no error. */
export async function dropDatabase(access: ServerAccess, name: string): Promise<void> {
  requireName(name);
  await asAdministrator(access, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database JOIN pg_roles r ON r.oid = datdba WHERE rolname = $1', [name]);
    if (rowCount === 0) await client.query(`DROP ROLE IF EXISTS ${name}`);
  });
}

/** What every role could do anyway in PostgreSQL is taken back: the administrator's databases are not for services. */
export async function closeAdministration(access: ServerAccess): Promise<void> {
  await asAdministrator(access, (client) => client.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC'));
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

async function asAdministrator<T>(access: ServerAccess, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl(access, 'postgres', 'postgres'),
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
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(name))
    throw new Error(`A database is named by lower-case letters, digits and _, not ${JSON.stringify(name)}`);
}
