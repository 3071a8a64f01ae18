import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { OfficialId } from '@chancery/domain';
import type pg from 'pg';

const derive = promisify(argon2);

/** What OWASP asks of Argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const longestPassword = 256;
/** Each takes 19 MiB while it runs. */
const mostAtOnce = 4;

/** More sign-ins at once than the issuer can weigh; try again in a moment. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy';
}

/** The passwords of officials who sign in at the embedded issuer, kept as Argon2id hashes alone. */
export class Passwords {
  readonly #pool: pg.Pool;
  #running = 0;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Gives an official another password; the one before ends. */
  async set(official: OfficialId, password: string): Promise<void> {
    const salt = randomBytes(16);
    const hash = await hashOf(password, salt);
    await this.#pool.query(
      `INSERT INTO password (official, hash) VALUES ($1, $2)
        ON CONFLICT (official) DO UPDATE SET hash = excluded.hash, set_at = now()`,
      [official, `argon2id$${salt.toString('base64url')}$${hash.toString('base64url')}`],
    );
  }

  /** Whether this is the official's password. It takes as long for somebody who has none. Throws `TooBusy`. */
  async match(official: OfficialId, password: string): Promise<boolean> {
    if (password.length === 0 || password.length > longestPassword) return false;
    if (this.#running >= mostAtOnce) throw new TooBusy();
    this.#running += 1;
    try {
      const { rows } = await this.#pool.query<{ hash: string }>('SELECT hash FROM password WHERE official = $1', [official]);
      const [, salt = '', hash = ''] = (rows[0]?.hash ?? unknown).split('$');
      return timingSafeEqual(await hashOf(password, Buffer.from(salt, 'base64url')), Buffer.from(hash, 'base64url'));
    } finally {
      this.#running -= 1;
    }
  }
}

/** A password that nobody has thought of before: 100 random bits, in groups that can be read out. */
export function newPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const drawn = Array.from(randomBytes(64)).filter((byte) => byte < 8 * letters.length);
  return [0, 5, 10, 15]
    .map((at) =>
      drawn
        .slice(at, at + 5)
        .map((byte) => letters[byte % letters.length])
        .join(''),
    )
    .join('-');
}

// The hash of nothing that anybody could type in.
const unknown = `argon2id$${randomBytes(16).toString('base64url')}$${randomBytes(32).toString('base64url')}`;

const hashOf = (password: string, nonce: Buffer): Promise<Buffer> =>
  derive('argon2id', { ...cost, nonce, message: Buffer.from(password.normalize('NFKC')) } satisfies Argon2Parameters);
