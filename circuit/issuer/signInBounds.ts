import type pg from 'pg';

/** How tries may follow each other: some freely, then each after a pause twice as long as the one before, up to the longest, in seconds. */
interface Pace {
  readonly free: number;
  readonly longest: number;
}

/**
 * Strangers are slowed for each official from each address, for an official from wherever they come, and for each address. The last two are short at
 * their longest: there others wait who have done nothing. A device on which the official has signed in before is slowed by its own tries alone,
 * so that nobody else can keep the official out (the device cookies of OWASP's advice against online guessing).
 */
const paces = {
  device: { free: 5, longest: 300 },
  pair: { free: 5, longest: 300 },
  official: { free: 20, longest: 5 },
  address: { free: 60, longest: 1 },
} satisfies Readonly<Record<string, Pace>>;

/** What was counted is forgotten when it is left alone for so long. */
const quiet = '15 minutes';

/** Who tries to sign in, as far as it is known before the password is weighed. */
export interface Attempt {
  /** What was typed in; null where it is no official's id. */
  readonly official: string | null;
  readonly address: string;
  /** The device on which this official has signed in before; null for strangers. */
  readonly device: string | null;
}

/**
 * Slows whoever guesses passwords. Each try counts before its password is weighed, so that tries side by side count too; what succeeds is taken off
 * again. A try that comes too early is not weighed, and neither counts nor leaves anything behind.
 */
export class SignInBounds {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Counts a try that may be weighed now, and answers 0; otherwise for how many seconds it is too early. */
  async admit(attempt: Attempt): Promise<number> {
    const counters = countersOf(attempt);
    const client = await this.#pool.connect();
    let broken = true;
    try {
      await client.query('BEGIN');
      const known = await held(client, [...counters.keys()]);
      const wait = Math.max(...known.map(({ wait }) => wait));
      if (wait <= 0)
        await count(
          client,
          known.map(({ about, count }) => ({ about, pause: pauseAfter(count + 1, counters.get(about) ?? paces.pair) })),
        );
      await client.query(wait <= 0 ? 'COMMIT' : 'ROLLBACK');
      broken = false;
      return Math.ceil(wait);
    } finally {
      client.release(broken);
    }
  }

  /** It was the right password: nothing of it counts, and what the official or the device mistyped before is forgotten. */
  async forget(attempt: Attempt): Promise<void> {
    const own = attempt.device === null ? nameOf.pair(attempt) : nameOf.device(attempt);
    await this.#pool.query('DELETE FROM vain_attempt WHERE about = $1', [own]);
    await this.takeBack(attempt);
  }

  /** It was not weighed after all. */
  async takeBack(attempt: Attempt): Promise<void> {
    const counted = [...countersOf(attempt).keys()];
    await this.#pool.query('DELETE FROM vain_attempt WHERE about = ANY ($1) AND count <= 1', [counted]);
    await this.#pool.query('UPDATE vain_attempt SET count = count - 1, open_at = now() WHERE about = ANY ($1)', [counted]);
  }
}

interface Counter {
  readonly about: string;
  readonly count: number;
  /** Seconds until the next try may be weighed. */
  readonly wait: number;
}

/** The counters, held for this transaction; in one order, so that two tries never wait for each other. */
async function held(client: pg.PoolClient, names: readonly string[]): Promise<readonly Counter[]> {
  const { rows } = await client.query<Counter>(
    `INSERT INTO vain_attempt AS kept (about, count, until) SELECT about, 0, now() FROM unnest($1::text[]) AS about ORDER BY about
      ON CONFLICT (about) DO UPDATE SET count = CASE WHEN kept.until < clock_timestamp() THEN 0 ELSE kept.count END
      RETURNING about, count, extract(epoch FROM open_at - clock_timestamp())::float8 AS wait`,
    [names],
  );
  return rows;
}

async function count(client: pg.PoolClient, counted: readonly { readonly about: string; readonly pause: number }[]): Promise<void> {
  await client.query(
    `UPDATE vain_attempt AS kept SET count = least(count + 1, 1000), until = clock_timestamp() + interval '${quiet}',
        open_at = clock_timestamp() + make_interval(secs => told.pause)
      FROM unnest($1::text[], $2::float8[]) AS told (about, pause) WHERE kept.about = told.about`,
    [counted.map(({ about }) => about), counted.map(({ pause }) => pause)],
  );
}

const pauseAfter = (tries: number, { free, longest }: Pace): number => (tries < free ? 0 : Math.min(2 ** (tries - free), longest));

const nameOf = {
  device: ({ official, device }: Attempt): string => `${official} on ${device}`,
  pair: ({ official, address }: Attempt): string => `${official} from ${address}`,
  official: ({ official }: Attempt): string => `for ${official}`,
  address: ({ address }: Attempt): string => `from ${address}`,
};

/** What is counted, and at which pace. */
function countersOf(attempt: Attempt): ReadonlyMap<string, Pace> {
  const kinds = attempt.official === null ? addresses : attempt.device === null ? strangers : devices;
  return new Map(kinds.map((kind) => [nameOf[kind](attempt), paces[kind]]));
}

const addresses = ['address'] as const;
const strangers = ['address', 'official', 'pair'] as const;
const devices = ['device'] as const;
