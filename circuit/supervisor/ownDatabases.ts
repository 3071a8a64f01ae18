import { profileOf } from '@chancery/trust';
import { databaseAddress, excessOf, whyNot } from '@chancery/trust/database';
import pg from 'pg';
import { allServices, databaseVariable, issuerRow, ownerVariable } from '../services.ts';

const names = [...allServices(), issuerRow].map(({ name }) => name);
const variables = names.flatMap((name) => [databaseVariable(name), ownerVariable(name)]);
const PATIENCE_MS = 10_000;

/**
 * Throws where the URLs of a service's database lead to none that can be used: what is wrong with each, a line each, and never a password.
 * Answers where least rights are not in force; in production that is wrong, too.
 */
export async function requireDatabases(environment: NodeJS.ProcessEnv, of: readonly string[] = names): Promise<readonly string[]> {
  const looked = await Promise.all(of.map((name) => look(name, environment)));
  const faults = looked.flatMap((each) => each.faults);
  const lax = looked.flatMap((each) => each.lax);
  const said = profileOf(environment) === 'production' ? [...faults, ...lax] : faults;
  if (said.length > 0) throw new Error(said.join('\n'));
  return lax;
}

/** A line for each variable that looks like a service's and names none of ours. */
export function strayVariables(environment: NodeJS.ProcessEnv): readonly string[] {
  const stray = Object.keys(environment).filter((variable) => /._DATABASE_URL$/.test(variable) && !variables.includes(variable));
  return stray.sort().map((variable) => `${variable} is not used: it names none of the services ${names.join(', ')}.`);
}

interface Looked {
  readonly faults: readonly string[];
  /** Where a service may do more than it needs. */
  readonly lax: readonly string[];
}

const nothing: Looked = { faults: [], lax: [] };

async function look(name: string, environment: NodeJS.ProcessEnv): Promise<Looked> {
  const [variable, owners] = [databaseVariable(name), ownerVariable(name)];
  const [service, owner] = [environment[variable], environment[owners]];
  if (!service)
    return owner ? { ...nothing, faults: [`${owners} is set without ${variable}, by which the service opens the database.`] } : nothing;
  if (!owner)
    return {
      ...(await faultsOf(variable, service, mayMakeTables)),
      lax: [`${variable}: the service may change its tables. ${lastingAdvice(owners)}`],
    };
  const [asOwner, asService] = await Promise.all([faultsOf(owners, owner, mayMakeTables), faultsOf(variable, service, isOpen)]);
  const faults = [...asOwner.faults, ...asService.faults];
  if (faults.length > 0) return { ...nothing, faults };
  if (databaseOf(new URL(service)) !== databaseOf(new URL(owner)))
    return { ...nothing, faults: [`${variable} and ${owners} name two databases.`] };
  const excess = await excessOf(service);
  return { faults, lax: excess === undefined ? [] : [`${variable}: the role ${nameOf(new URL(service).username)} ${excess}.`] };
}

const lastingAdvice = (owners: string): string =>
  `Least rights are not in force: name a role that only connects there, and the owner's in ${owners}.`;

/** What a URL must lead to: answers what is missing, as the end of a sentence. */
type Requirement = (client: pg.Client, address: URL) => Promise<string | undefined>;

const isOpen: Requirement = async () => undefined;

const mayMakeTables: Requirement = async (client, address) => {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT has_database_privilege(current_database(), 'CREATE')
      AND coalesce(has_schema_privilege(to_regnamespace('public')::oid, 'CREATE'), true) AS may`,
  );
  if (rows[0]?.may === true) return undefined;
  return `the role ${nameOf(address.username)} may not make tables in the database ${databaseOf(address)}; it must own it.`;
};

async function faultsOf(variable: string, url: string, requirement: Requirement): Promise<Looked> {
  const address = databaseAddress(url);
  if (!address) return { ...nothing, faults: [`${variable} is not the URL of a database: postgresql://role:password@host:port/database`] };
  const client = new pg.Client({ connectionString: url, application_name: 'chancery-circuit', connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined); // a lost connection shows in the query that it fails
  try {
    await client.connect();
    const missing = await requirement(client, address);
    return { ...nothing, faults: missing === undefined ? [] : [`${variable}: ${missing}`] };
  } catch (error) {
    return { ...nothing, faults: [`${variable}: ${whyNot(error, address)}`] };
  } finally {
    await client.end().catch(() => undefined);
  }
}

const databaseOf = ({ pathname }: URL): string => nameOf(pathname.slice(1));

function nameOf(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
