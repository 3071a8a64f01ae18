import { createHash, type KeyObject, sign } from 'node:crypto';
import {
  type Duty,
  type InstitutionCode,
  invariant,
  type Json,
  type OfficialId,
  Refusal,
  type SignatureRecord,
  type SignedPart,
  signatureText,
  signedText,
} from '@chancery/domain';
import { type Profile, RefusedInProduction } from '@chancery/trust';
import type { PerimeterDatabase } from '../database.ts';
import { Memory } from '../memory.ts';
import { countOfficialKeys, type EndorsedKeyPair, findOfficialKey, keepOfficialKey } from '../tables/officialKeys.ts';
import { newKeyPair, signingKey } from './keyPair.ts';
import type { Seals } from './seals.ts';

/** How many officials' keys one server keeps at hand. */
const KEPT = 5_000;

/** An official's key, ready to sign. */
export interface Hand {
  readonly official: OfficialId;
  readonly key: KeyObject;
  readonly endorsement: string;
}

/**
 * The keys with which officials sign for the institutions of one server (§5.1): made on first use, endorsed by the institution's seal.
 * That is the demonstration's way: in production a server holds no official's key (§2.8).
 */
export class OfficialKeys {
  readonly #db: PerimeterDatabase;
  readonly #seals: Seals;
  readonly #hands = new Memory<Hand>(KEPT);
  readonly #profile: Profile;

  constructor(db: PerimeterDatabase, seals: Seals, profile: Profile = 'embedded') {
    this.#db = db;
    this.#seals = seals;
    this.#profile = profile;
  }

  /** Throws in production where keys of officials are in the database: they were made elsewhere than in earnest, and whoever reads it can sign. */
  async requireAllowed(): Promise<void> {
    if (this.#profile !== 'production') return;
    const held = await countOfficialKeys(this.#db);
    if (held > 0)
      throw new RefusedInProduction([`this perimeter's database holds private keys of officials (${held}). Begin with a new database.`]);
  }

  /** The key that an official has signed with before, as far as it is at hand. */
  known(institution: InstitutionCode, official: OfficialId): Promise<Hand> | undefined {
    return this.#hands.known(`${institution} ${official}`);
  }

  /**
   * The key with which an official signs for an institution; made where there is none. Throws `Unreachable` while a new seal cannot be announced,
   * and `KEY_HELD_BY_SERVER` in production.
   */
  async of(institution: InstitutionCode, official: OfficialId): Promise<Hand> {
    if (this.#profile === 'production') throw new Refusal('KEY_HELD_BY_SERVER');
    return this.#hands.of(`${institution} ${official}`, async () => {
      const pair = (await findOfficialKey(this.#db, institution, official)) ?? (await this.#make(institution, official));
      return { official, key: signingKey(pair), endorsement: pair.endorsement };
    });
  }

  async #make(institution: InstitutionCode, official: OfficialId): Promise<EndorsedKeyPair> {
    const pair = await newKeyPair();
    const claims = { iss: institution, sub: official, iat: Math.floor(Date.now() / 1_000), cnf: { jwk: { ...pair.publicKey } } } as Json;
    const endorsement = await this.#seals.seal(institution, 'endorsement+jwt', claims);
    await keepOfficialKey(this.#db, institution, official, { ...pair, endorsement });
    const kept = await findOfficialKey(this.#db, institution, official);
    invariant(kept, 'an official key that was kept is there');
    return kept;
  }
}

/** SHA-256 of the canonical card and content, in hexadecimal. */
export const digestOf = (part: SignedPart): string => createHash('sha256').update(signedText(part)).digest('hex');

/** §5.1 An official's signature over card and content as they stand. */
export function signPart(
  part: SignedPart,
  { official, key, endorsement }: Hand,
  { name, duty, signedAt }: { readonly name: string; readonly duty: Duty; readonly signedAt: Date },
): SignatureRecord {
  const words = { official, name, duty, signedAt: signedAt.toISOString(), digest: digestOf(part) };
  const value = sign('sha256', Buffer.from(signatureText(words)), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return { ...words, value, endorsement };
}
