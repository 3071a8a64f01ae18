import pg from 'pg';
import { databaseVariable, issuerRow, services } from '../services.ts';

const names = [...services, issuerRow].map(({ name }) => name);
const variables = names.map(databaseVariable);
const PATIENCE_MS = 10_000;

/** Throws where a `<NAME>_DATABASE_URL` leads to no database that a service can use: what is wrong with each, a line each, and never a password. */
export async function requireDatabases(environment: NodeJS.ProcessEnv): Promise<void> {
  const faults = await Promise.all(variables.map((variable) => faultOf(variable, environment[variable])));
  const said = faults.filter((fault) => fault !== undefined);
  if (said.length > 0) throw new Error(said.join('\n'));
}

/** A line for each variable that looks like a service's and names none of ours. */
export function strayVariables(environment: NodeJS.ProcessEnv): readonly string[] {
  const stray = Object.keys(environment).filter((variable) => /._DATABASE_URL$/.test(variable) && !variables.includes(variable));
  return stray.sort().map((variable) => `${variable} is not used: it names none of the services ${names.join(', ')}.`);
}

async function faultOf(variable: string, url: string | undefined): Promise<string | undefined> {
  if (!url) return undefined;
  const address = parsed(url);
  if (!address) return `${variable} is not the URL of a database: postgresql://role:password@host:port/database`;
  try {
    const mayUse = await mayMakeTables(url);
    return mayUse
      ? undefined
      : `${variable}: the role ${nameOf(address.username)} may not make tables in the database ${databaseOf(address)}; it must own it.`;
  } catch (error) {
    return `${variable}: ${whyNot(error, address)}`;
  }
}

function parsed(url: string): URL | undefined {
  const address = URL.parse(url);
  return address && /^postgres(ql)?:$/.test(address.protocol) && address.pathname.length > 1 ? address : undefined;
}

async function mayMakeTables(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, application_name: 'chancery-circuit', connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined); // a lost connection shows in the query that it fails
  try {
    await client.connect();
    const { rows } = await client.query<{ may: boolean }>(
      `SELECT has_database_privilege(current_database(), 'CREATE')
        AND coalesce(has_schema_privilege(to_regnamespace('public')::oid, 'CREATE'), true) AS may`,
    );
    return rows[0]?.may === true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What PostgreSQL's codes (appendix A of its manual), or the lack of one, mean to who wrote the URL. */
export function whyNot(error: unknown, address: URL): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const role = nameOf(address.username);
  if (code === '3D000') return `the database ${databaseOf(address)} does not exist on ${serverOf(address)}.`;
  if (code === '28P01') return `${serverOf(address)} refuses the password of the role ${role}.`;
  if (code === '28000') return `${serverOf(address)} does not let the role ${role} in.`;
  if (code === '42501') return `the role ${role} may not connect to the database ${databaseOf(address)}.`;
  return `cannot connect to ${serverOf(address)}${/^[A-Z0-9_]+$/.test(code) ? ` (${code})` : ''}.`;
}

const serverOf = ({ hostname, port }: URL): string => `${hostname || 'localhost'}:${port || '5432'}`;
const databaseOf = ({ pathname }: URL): string => nameOf(pathname.slice(1));

function nameOf(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
