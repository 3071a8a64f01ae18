import { Sql } from '@prisma/client/runtime/client';
import pg from 'pg';
import { statementName } from './statementNames.ts';

/** What SQL can be run on: a service's database, or one transaction of it. */
export interface Transaction {
  $queryRaw<Rows>(query: TemplateStringsArray | Sql, ...values: unknown[]): Promise<Rows>;
  $executeRaw(query: TemplateStringsArray | Sql, ...values: unknown[]): Promise<number>;
  $queryRawUnsafe<Rows>(query: string, ...values: unknown[]): Promise<Rows>;
  $executeRawUnsafe(query: string, ...values: unknown[]): Promise<number>;
}

/** How long one transaction may hold its connection, in milliseconds; then it is undone. */
const LONGEST_MS = 10_000;

/**
 * Runs one transaction of plain SQL on a pool. Commits when `run` is done, and undoes everything when it throws.
 * Prisma's interactive transactions say the same with four times the processor time: they are for those that use its models.
 */
export async function inTransaction<Result>(pool: pg.Pool, run: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const connection = await pool.connect();
  let isReleased = false;
  /** A connection that is given back as broken is ended: what waits for it fails, and the server undoes the rest. */
  const release = (broken?: Error) => {
    if (!isReleased) connection.release(broken);
    isReleased = true;
  };
  const overdue = setTimeout(release, LONGEST_MS, new Error('The transaction took longer than it may.'));
  try {
    await connection.query('BEGIN');
    const result = await run(new SqlTransaction(connection));
    const { command } = await connection.query('COMMIT');
    // After a failed statement the server takes COMMIT for ROLLBACK, and calls it no error.
    if (command !== 'COMMIT') throw new Error('A statement of the transaction failed, and nothing of it was kept.');
    release();
    return result;
  } catch (error) {
    if (!isReleased) await connection.query('ROLLBACK').then(() => release(), release);
    throw error;
  } finally {
    clearTimeout(overdue);
  }
}

/** Single statements of plain SQL, each on any connection of a pool. */
export const plainSql = (pool: pg.Pool): Transaction => new SqlTransaction(pool);

/** A transaction that runs as it stands what Prisma's `$queryRaw` and its like take, with the same types of values coming back. */
class SqlTransaction implements Transaction {
  readonly #connection: pg.PoolClient | pg.Pool;

  constructor(connection: pg.PoolClient | pg.Pool) {
    this.#connection = connection;
  }

  async $queryRaw<Rows>(query: TemplateStringsArray | Sql, ...values: unknown[]): Promise<Rows> {
    return (await this.#run(sqlOf(query, values))).rows as Rows;
  }

  async $executeRaw(query: TemplateStringsArray | Sql, ...values: unknown[]): Promise<number> {
    return (await this.#run(sqlOf(query, values))).rowCount ?? 0;
  }

  async $queryRawUnsafe<Rows>(text: string, ...values: unknown[]): Promise<Rows> {
    return (await this.#run({ text, values })).rows as Rows;
  }

  async $executeRawUnsafe(text: string, ...values: unknown[]): Promise<number> {
    return (await this.#run({ text, values })).rowCount ?? 0;
  }

  #run({ text, values }: { readonly text: string; readonly values: readonly unknown[] }): Promise<pg.QueryResult> {
    return this.#connection.query({ text, values: [...values], name: statementName({ sql: text }), types });
  }
}

const sqlOf = (query: TemplateStringsArray | Sql, values: readonly unknown[]): Sql =>
  query instanceof Sql ? query : new Sql(query, values);

/** Whole numbers of 64 bits are exact, and a day is a day in UTC, as Prisma's adapter gives them. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  20: BigInt,
  1082: (text) => new Date(`${text}T00:00:00Z`),
};

const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) => parsers[id] ?? pg.types.getTypeParser(id, format),
};
