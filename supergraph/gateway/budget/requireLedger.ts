import { databaseFault, profileOf, RefusedInProduction } from '@chancery/trust';
import { databaseAddress, excessOf, isWrong, whyNot } from '@chancery/trust/database';
import pg from 'pg';

const VARIABLE = 'GATEWAY_DATABASE_URL';
const PATIENCE_MS = 5_000;

/** The database in which gateways count together cannot be used as it is named. */
export class LedgerFault extends Error {
  override readonly name = 'LedgerFault';

  constructor(fault: string) {
    super(`${VARIABLE} ${fault}`);
  }
}

/** The URL of the gateways' database, and what is to be said of it where it does not answer now. */
export interface LedgerAddress {
  readonly url: string;
  readonly warning: string | null;
}

/**
 * Looks at the database in which gateways count together before one starts. Throws `LedgerFault` where waiting would not help, and `RefusedInProduction` where the way
 * to it is not safe or the role may too much (§2.8). One that does not answer now ends nothing: what protects the exchange must not stop it.
 */
export async function requireLedger(environment: NodeJS.ProcessEnv): Promise<LedgerAddress> {
  const url = environment[VARIABLE] ?? '';
  if (url === '')
    throw new LedgerFault('is not set: gateways count together there what callers cost (postgresql://role:password@host:port/database).');
  const address = databaseAddress(url);
  if (!address) throw new LedgerFault('is not the URL of a database: postgresql://role:password@host:port/database');
  const isProduction = profileOf(environment) === 'production';
  const unsafe = databaseFault(VARIABLE, url);
  if (isProduction && unsafe !== undefined) throw new RefusedInProduction([unsafe]);
  try {
    await requireTable(url);
    const excess = isProduction ? await excessOf(url) : undefined;
    if (excess !== undefined) throw new RefusedInProduction([`the role in ${VARIABLE} ${excess}.`]);
  } catch (error) {
    if (error instanceof LedgerFault || error instanceof RefusedInProduction) throw error;
    if (isWrong(error)) throw new LedgerFault(`cannot be used: ${whyNot(error, address)}`);
    return { url, warning: `${VARIABLE}: ${whyNot(error, address)} Until it answers this gateway counts for itself what callers cost.` };
  }
  return { url, warning: null };
}

async function requireTable(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'chancery-gateway', connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined); // a lost connection shows in the query that it fails
  try {
    await client.connect();
    const { rows } = await client.query<{ may: boolean | null }>(
      `SELECT has_table_privilege(to_regclass('public.budget_window')::oid, 'SELECT')
          AND has_table_privilege(to_regclass('public.budget_window')::oid, 'INSERT') AS may`,
    );
    const may = rows[0]?.may ?? null;
    if (may === null) throw new LedgerFault('names a database that is not migrated: it has no table budget_window.');
    if (!may) throw new LedgerFault('names a role that may not write in the table budget_window.');
  } finally {
    await client.end().catch(() => undefined);
  }
}
