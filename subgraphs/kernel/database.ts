import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { statementName } from './statementNames.ts';
import { TracedClient, TracedPool } from './tracedClient.ts';

/** A prepared piece of SQL with its values, as `Prisma.sql` makes it. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What SQL can be run on: a Prisma client, or one of its interactive transactions. */
export interface Transaction {
  $queryRawUnsafe<Rows>(query: string, ...values: unknown[]): PromiseLike<Rows>;
  $executeRawUnsafe(query: string, ...values: unknown[]): PromiseLike<number>;
}

/** A service's own database, as Prisma's generated client offers it. */
export interface Database<Tx extends Transaction = Transaction> extends Transaction {
  $transaction<Result>(run: (tx: Tx) => Promise<Result>, options?: { maxWait?: number; timeout?: number }): Promise<Result>;
  $disconnect(): Promise<void>;
}

type PrismaClientClass<Client> = new (options: {
  adapter: SqlDriverAdapterFactory;
  transactionOptions: { maxWait: number; timeout: number };
}) => Client;

/** Opens a service's database through its generated Prisma client. Waits for a connection are bounded, and so are transactions (10 s each). */
export function openPrisma<Client>(Client: PrismaClientClass<Client>, url: string, { pool = 10 }: { readonly pool?: number } = {}): Client {
  // The adapter takes every moment that PostgreSQL answers for one in UTC: the session has to say so.
  // A process that hangs in a transaction would keep its rows from all others: the server ends it once nobody here waits for it any more.
  const options = '-c TimeZone=UTC -c idle_in_transaction_session_timeout=12000';
  const connections = new TracedPool({ connectionString: url, max: pool, connectionTimeoutMillis: 10_000, options, Client: TracedClient });
  // An idle connection that broke is replaced; one in use fails its query, also in the moment when neither pool nor adapter listens.
  connections.on('error', () => undefined);
  connections.on('connect', (connection) => void connection.on('error', () => undefined));
  const adapter = new PrismaPg(connections, { disposeExternalPool: true, statementNameGenerator: statementName });
  return new Client({ adapter, transactionOptions: { maxWait: 10_000, timeout: 10_000 } });
}
