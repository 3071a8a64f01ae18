import pg from 'pg';

/** What the rows of each table come to, by `database schema.table`: two alike hold the same rows. */
export type Digests = Readonly<Record<string, string>>;

/** The databases of some services, read from outside. */
export interface WatchedTables {
  digests(): Promise<Digests>;
  /** The digests once they have been the same for a second: nothing is on its way any more. */
  settledDigests(): Promise<Digests>;
  close(): Promise<void>;
}

// What a refused command leaves, and what is written while nothing happens: the refusal on record, the position that an event gets when
// it is read, how far feeds were followed, and pg-boss's notes about itself.
const beside = ['kernel.outbox', 'kernel.follow_cursor', 'kernel._prisma_migrations', 'public._prisma_migrations'];
const outbox = `SELECT 'kernel.outbox' AS name, event_id || act::text || payload::text AS row FROM kernel.outbox WHERE payload->>'type' <> 'refused'`;

/** A row as it is compared: that a release became a dispatch its perimeter learns a minute later, whatever else happens. */
const rowOf = (table: string): string => (table === 'public.release' ? `(to_jsonb(t) - 'outcome')::text` : 't::text');

/** Watches databases by their URLs, under the names given. */
export async function watchTables(urls: Readonly<Record<string, string>>): Promise<WatchedTables> {
  const watched = await Promise.all(Object.entries(urls).map(([name, url]) => watch(name, url)));
  const digests = async (): Promise<Digests> => Object.assign({}, ...(await Promise.all(watched.map(({ read }) => read()))));
  return {
    digests,
    async settledDigests() {
      for (let before = await digests(), since = Date.now(), end = since + 20_000; Date.now() < end; ) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        const now = await digests();
        if (JSON.stringify(now) !== JSON.stringify(before)) [before, since] = [now, Date.now()];
        else if (Date.now() - since > 1_000) return now;
      }
      throw new Error('The tables do not come to rest.');
    },
    close: async () => void (await Promise.all(watched.map(({ client }) => client.end()))),
  };
}

async function watch(name: string, url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT c.relispartition AND c.relkind IN ('r', 'p') AND (n.nspname IN ('public', 'kernel') OR n.nspname = 'boss' AND c.relname = 'job')`,
  );
  const read = tables
    .filter((table) => !beside.includes(table.name))
    .map((table) => `SELECT '${table.name}', ${rowOf(table.name)} FROM ${table.name} t`);
  const statement = `SELECT name, md5(string_agg(row, '' ORDER BY row COLLATE "C")) AS digest FROM (${[outbox, ...read].join(' UNION ALL ')}) all_rows GROUP BY name`;
  return {
    client,
    async read(): Promise<Digests> {
      const { rows } = await client.query<{ name: string; digest: string }>({ name: 'digests', text: statement });
      return Object.fromEntries(rows.map((row) => [`${name} ${row.name}`, row.digest]));
    },
  };
}
