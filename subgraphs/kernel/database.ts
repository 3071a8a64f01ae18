import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { Canceller } from './canceller.ts';
import { PatientClient } from './patientClient.ts';
import { inTransaction, plainSql, type Transaction } from './sqlTransaction.ts';
import { statementName } from './statementNames.ts';
import { TracedPool } from './tracedClient.ts';

export type { Transaction } from './sqlTransaction.ts';

/** A service's own database, as Prisma's generated client offers it. */
export interface Database extends Transaction {
  $disconnect(): Promise<void>;
}

type PrismaClientClass<Client> = new (options: {
  adapter: SqlDriverAdapterFactory;
  transactionOptions: { maxWait: number; timeout: number };
}) => Client;

/** Where a client keeps the connections under it: transactions of plain SQL go there directly. */
const connectionsOf = Symbol('connections');

/** Opens a service's database through its generated Prisma client, with settings of its own for its sessions (`-c name=value`). Waits for a connection are bounded, and so are transactions (10 s each). */
export function openPrisma<Client extends Database>(
  Client: PrismaClientClass<Client>,
  url: string,
  { pool = 10, settings = '' }: { readonly pool?: number; readonly settings?: string } = {},
): Client {
  // The adapter takes every moment that PostgreSQL answers for one in UTC: the session has to say so.
  // A process that hangs in a transaction would keep its rows from all others: the server ends it once nobody here waits for it any more.
  const options = `-c TimeZone=UTC -c idle_in_transaction_session_timeout=12000 ${settings}`;
  const connections = new TracedPool({ connectionString: url, max: pool, connectionTimeoutMillis: 10_000, options, Client: PatientClient });
  // An idle connection that broke is replaced; one in use fails its query, also in the moment when neither pool nor adapter listens.
  connections.on('error', () => undefined);
  const canceller = new Canceller(url);
  connections.on('connect', (connection) => {
    connection.on('error', () => undefined);
    if (connection instanceof PatientClient) connection.canceller = canceller;
  });
  const adapter = new PrismaPg(connections, { disposeExternalPool: true, statementNameGenerator: statementName });
  return Object.assign(new Client({ adapter, transactionOptions: { maxWait: 10_000, timeout: 10_000 } }), { [connectionsOf]: connections });
}

/** One transaction of plain SQL in a database that `openPrisma` opened. */
export const sqlTransaction = <Result>(db: Database, run: (tx: Transaction) => Promise<Result>): Promise<Result> =>
  inTransaction(poolOf(db), run);

/**
 * Single statements of plain SQL in such a database: Prisma's way to PostgreSQL, and from rows to objects, costs as much again. They are no part of a
 * transaction that is open.
 */
export const plainStatements = (db: Database): Transaction => plainSql(poolOf(db));

function poolOf(db: Database): TracedPool {
  const pool = connectionsOf in db ? db[connectionsOf] : undefined;
  if (!(pool instanceof TracedPool)) throw new Error('This database was not opened by openPrisma.');
  return pool;
}
