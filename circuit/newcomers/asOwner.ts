import pg from 'pg';

/** Does something in a service's database as its owner. Throws where it cannot be reached within ten seconds. */
export async function asOwner<Result>(url: string, work: (client: Pick<pg.Client, 'query'>) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'chancery-circuit', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // a lost connection shows in the query that it fails
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
