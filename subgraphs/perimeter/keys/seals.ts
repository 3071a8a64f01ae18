import type { KeyObject } from 'node:crypto';
import { type InstitutionCode, invariant, type Json, type ReceiptClaims, type SealedReceipt } from '@chancery/domain';
import type { DirectoryCopy, ServiceClient } from '@chancery/trust';
import { CompactSign } from 'jose';
import type { PerimeterDatabase } from '../database.ts';
import { Memory } from '../memory.ts';
import { findSeal, keepSeal } from '../tables/seals.ts';
import { isSameKey, type KeyPair, newKeyPair, signingKey } from './keyPair.ts';

/** How many seals one server keeps at hand: `hosted` answers for many institutions. */
const KEPT = 2_000;
const announcement = 'mutation AnnounceSeal($input: AnnounceSealInput!) { announceSeal(input: $input) { version } }';

interface Seal {
  readonly institution: InstitutionCode;
  readonly key: KeyObject;
}

interface SealParts {
  readonly db: PerimeterDatabase;
  readonly client: Pick<ServiceClient, 'ask'>;
  readonly directory: Pick<DirectoryCopy, 'institution'>;
}

/** The seals of the institutions of one server (§1.1): made on first use, and made known before anything leaves under them. */
export class Seals {
  readonly #parts: SealParts;
  readonly #seals = new Memory<Seal>(KEPT);

  constructor(parts: SealParts) {
    this.#parts = parts;
  }

  /** An institution's sealed word: a compact JWS (RFC 7515), ES256, `kid` its code. Throws `Unreachable` while a new seal cannot be announced. */
  async seal(institution: InstitutionCode, type: string, claims: Json): Promise<string> {
    const { key } = await this.#seals.of(institution, () => this.#ready(institution));
    const words = new TextEncoder().encode(JSON.stringify(claims));
    return new CompactSign(words).setProtectedHeader({ alg: 'ES256', kid: institution, typ: type }).sign(key);
  }

  /** §7.8 The proof of what an institution received. */
  async sealReceipt(claims: ReceiptClaims): Promise<SealedReceipt> {
    return { claims, jws: await this.seal(claims.institution, 'receipt+jwt', { ...claims }) };
  }

  async #ready(institution: InstitutionCode): Promise<Seal> {
    const pair = (await findSeal(this.#parts.db, institution)) ?? (await this.#make(institution));
    await this.#announce(institution, pair);
    return { institution, key: signingKey(pair) };
  }

  async #make(institution: InstitutionCode): Promise<KeyPair> {
    await keepSeal(this.#parts.db, institution, await newKeyPair());
    const kept = await findSeal(this.#parts.db, institution);
    invariant(kept, 'a seal that was kept is there');
    return kept;
  }

  async #announce(institution: InstitutionCode, { publicKey }: KeyPair): Promise<void> {
    if (isSameKey(publicKey, this.#parts.directory.institution(institution)?.sealKey)) return;
    await this.#parts.client.ask('directory', announcement, { input: { institution, key: publicKey } });
  }
}
