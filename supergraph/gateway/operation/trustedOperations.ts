import { createHash } from 'node:crypto';
import { type TrustedOperation, trustedOperations } from '@chancery/schema';
import type { Preparation, PreparedOperation } from './prepare.ts';

/** The operations that the exchange has published, by hash and by text, prepared when the gateway starts. §1.6 */
export class TrustedOperations {
  readonly #byHash: ReadonlyMap<string, PreparedOperation>;
  readonly #byText: ReadonlyMap<string, PreparedOperation>;

  constructor(preparation: Preparation, published: readonly TrustedOperation[] = trustedOperations()) {
    const prepared = published.map(({ id, body }) => ({ id, operation: preparation.prepare(body, null) }));
    this.#byHash = new Map(prepared.map(({ id, operation }) => [id, operation]));
    this.#byText = new Map(prepared.map(({ operation }) => [operation.source, operation]));
  }

  get all(): readonly PreparedOperation[] {
    return [...this.#byHash.values()];
  }

  has(operation: PreparedOperation): boolean {
    return this.#byText.get(operation.source) === operation;
  }

  withHash(hash: string): PreparedOperation | undefined {
    return this.#byHash.get(hash);
  }

  withText(text: string): PreparedOperation | undefined {
    return this.#byText.get(text);
  }
}

/** The name of a text: SHA-256, in hexadecimal. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
