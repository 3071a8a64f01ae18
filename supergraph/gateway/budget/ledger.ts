import pg from 'pg';

/** Whose budget: a caller's or an institution's, and what it is for a minute. */
export interface Purse {
  /** `caller JUS:o.petrenko`, `institution JUS` */
  readonly subject: string;
  readonly most: number;
}

/** What a gateway asks the ledger for, to spend it as its callers ask. */
export interface Request extends Purse {
  readonly want: number;
}

/** How a budget stands. */
export interface Standing {
  readonly isGranted: boolean;
  /** What was taken in this minute, by all gateways. */
  readonly spent: number;
  /** What still counts of the minute before. */
  readonly carried: number;
  /** Until the minute is over. */
  readonly secondsLeft: number;
}

/** Where gateways keep in common what was asked for. */
export interface Ledger {
  /** Takes for each subject what is wanted, where it is left; answers how each stands then. Throws when the ledger is away. */
  take(requests: readonly Request[]): Promise<ReadonlyMap<string, Standing>>;
  /** Forgets minutes that count no more. */
  prune(): Promise<void>;
  close(): Promise<void>;
}

const usualPatienceMs = 1_000;

/** The database's clock is everybody's. What counts: this minute, and of the one before as much as a minute back from now reaches into it. */
const takeStatement = `
  WITH clock AS (
    SELECT floor(s / 60)::bigint AS minute, 60 - (s - floor(s / 60) * 60) AS seconds
    FROM (SELECT extract(epoch FROM clock_timestamp())::float8 AS s) AS now
  ), asked AS (
    SELECT subject, want, most, minute, seconds,
      coalesce((SELECT ceil(w.spent * seconds / 60) FROM budget_window w WHERE w.subject = a.subject AND w.minute = clock.minute - 1), 0)::bigint AS carried
    FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS a (subject, want, most) CROSS JOIN clock
  ), taken AS (
    INSERT INTO budget_window AS w (subject, minute, spent)
    SELECT subject, minute, want FROM asked WHERE want + carried <= most ORDER BY subject
    ON CONFLICT (subject, minute) DO UPDATE SET spent = w.spent + excluded.spent
    WHERE w.spent + excluded.spent <= (SELECT most - carried FROM asked WHERE asked.subject = excluded.subject)
    RETURNING subject, spent
  )
  SELECT asked.subject, taken.subject IS NOT NULL AS "isGranted", carried::float8 AS carried, seconds AS "secondsLeft",
    coalesce(taken.spent, (SELECT w.spent FROM budget_window w WHERE w.subject = asked.subject AND w.minute = asked.minute), 0)::float8 AS spent
  FROM asked LEFT JOIN taken USING (subject)`;

const pruneStatement = 'DELETE FROM budget_window WHERE minute < floor(extract(epoch FROM clock_timestamp()) / 60) - 1';

/** Opens the ledger in the gateways' database. No question to it takes longer than a second. */
export function openLedger(url: string, patienceMs: number = usualPatienceMs): Ledger {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    application_name: 'chancery-budget',
    options: `-c statement_timeout=${patienceMs}`,
  });
  // A connection that broke is replaced; a question in it fails.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return {
    async take(requests) {
      const values = [requests.map(({ subject }) => subject), requests.map(({ want }) => want), requests.map(({ most }) => most)];
      const { rows } = await pool.query<Standing & { readonly subject: string }>({ name: 'take', text: takeStatement, values });
      return new Map(rows.map((row) => [row.subject, row]));
    },
    prune: async () => void (await pool.query(pruneStatement)),
    close: () => pool.end(),
  };
}
