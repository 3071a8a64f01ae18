import type pg from 'pg';

/** How often a sign-in may fail in a quarter of an hour: for one official from one address, for one official, and from one address. */
const bounds = { both: 5, official: 20, address: 60 } as const;
const window = '15 minutes';

/** Who tries to sign in, as far as it is known before the password is weighed. */
export interface Attempt {
  /** What was typed in; null where it is no official's id. */
  readonly official: string | null;
  readonly address: string;
}

/**
 * Bounds how often a sign-in may fail. Each try counts before its password is weighed, so that tries side by side count too;
 * what succeeds is taken off again.
 */
export class SignInBounds {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Counts a try; false where it is one too many. */
  async admits(attempt: Attempt): Promise<boolean> {
    const counted = countersOf(attempt);
    const { rows } = await this.#pool.query<{ about: string; count: number }>(
      `INSERT INTO vain_attempt (about, count, until) SELECT about, 1, now() + interval '${window}' FROM unnest($1::text[]) AS about ORDER BY about
        ON CONFLICT (about) DO UPDATE SET
          count = CASE WHEN vain_attempt.until < now() THEN 1 ELSE least(vain_attempt.count + 1, 1000000) END,
          until = CASE WHEN vain_attempt.until < now() THEN excluded.until ELSE vain_attempt.until END
        RETURNING about, count`,
      [[...counted.keys()]],
    );
    return rows.every(({ about, count }) => count <= (counted.get(about) ?? 0));
  }

  /** It was no vain attempt. */
  async forgive(attempt: Attempt): Promise<void> {
    const counted = [...countersOf(attempt).keys()];
    await this.#pool.query('UPDATE vain_attempt SET count = greatest(count - 1, 0) WHERE about = ANY ($1)', [counted]);
    await this.#pool.query('DELETE FROM vain_attempt WHERE about = $1', [counted[1] ?? '']);
  }
}

/** What is counted, and how often it may be. */
function countersOf({ official, address }: Attempt): ReadonlyMap<string, number> {
  const counters: [string, number][] = [[`from ${address}`, bounds.address]];
  if (official !== null) counters.push([`${official} from ${address}`, bounds.both], [`for ${official}`, bounds.official]);
  return new Map(counters);
}
