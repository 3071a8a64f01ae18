import { createHash } from 'node:crypto';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type pg from 'pg';

/** What whoever reads the database must not be able to use: kept by its digest alone. */
const secrets = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);
const pruned = 1_000;
const mostRounds = 20;

/** Keeps what the issuer must remember, in its own table; one for each of oidc-provider's models. */
export class Entries implements Adapter {
  readonly #pool: pg.Pool;
  readonly #model: string;

  constructor(pool: pg.Pool, model: string) {
    this.#pool = pool;
    this.#model = model;
  }

  async upsert(id: string, { jti, ...payload }: AdapterPayload, expiresIn?: number): Promise<void> {
    const kept = this.#isSecret || jti === undefined ? payload : { jti, ...payload };
    await this.#pool.query({
      name: 'upsert entry',
      text: `INSERT INTO entry (model, id, payload, grant_id, uid, expires_at)
        VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
        ON CONFLICT (model, id) DO UPDATE
        SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`,
      values: [this.#model, this.#key(id), JSON.stringify(kept), payload.grantId ?? null, payload.uid ?? null, expiresIn ?? null],
    });
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = await this.#read('id', this.#key(id));
    return found && this.#isSecret ? { ...found, jti: id } : found;
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#read('uid', uid);
  }

  // Codes that a person types in on another device are not offered.
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /** Marks a code or a refresh token as used. Of two who use it at once, one is refused. */
  async consume(id: string): Promise<void> {
    const { rowCount } = await this.#pool.query(
      `UPDATE entry SET payload = payload || jsonb_build_object('consumed', extract(epoch FROM now())::bigint)
        WHERE model = $1 AND id = $2 AND NOT payload ? 'consumed'`,
      [this.#model, this.#key(id)],
    );
    if (rowCount !== 1) throw new errors.InvalidGrant('used already');
  }

  async destroy(id: string): Promise<void> {
    await this.#pool.query('DELETE FROM entry WHERE model = $1 AND id = $2', [this.#model, this.#key(id)]);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#pool.query('DELETE FROM entry WHERE grant_id = $1', [grantId]);
  }

  get #isSecret(): boolean {
    return secrets.has(this.#model);
  }

  #key(id: string): string {
    return this.#isSecret ? createHash('sha256').update(id).digest('base64url') : id;
  }

  async #read(column: 'id' | 'uid', value: string): Promise<AdapterPayload | undefined> {
    const { rows } = await this.#pool.query<{ payload: AdapterPayload }>({
      name: `read entry by ${column}`,
      text: `SELECT payload FROM entry WHERE model = $1 AND ${column} = $2 AND (expires_at IS NULL OR expires_at > now())`,
      values: [this.#model, value],
    });
    return rows[0]?.payload;
  }
}

/** How many counters of vain tries are kept: a flood of them makes the oldest go, and takes no more room. */
const mostCounters = 100_000;

/** Deletes what has expired, and the oldest counters of vain tries beyond `counters`, a bounded number of rows at a time; answers how many. */
export async function pruneExpired(pool: pg.Pool, counters = mostCounters): Promise<number> {
  const newest = `SELECT until FROM vain_attempt ORDER BY until DESC OFFSET ${counters - 1} LIMIT 1`;
  const entries = await prune(pool, 'entry', 'expires_at < now()');
  return entries + (await prune(pool, 'vain_attempt', 'until < now()')) + (await prune(pool, 'vain_attempt', `until < (${newest})`));
}

async function prune(pool: pg.Pool, table: string, condition: string): Promise<number> {
  let sum = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${pruned}))`,
    );
    sum += rowCount ?? 0;
    if ((rowCount ?? 0) < pruned) break;
  }
  return sum;
}
