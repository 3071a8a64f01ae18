import pg from 'pg';

/** Reads a database directly, as no service of another's could. */
export async function rowsOf<Row>(url: string, statement: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'chancery-test', connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return (await client.query(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}
