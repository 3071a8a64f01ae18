import { createHash, type KeyObject, sign } from 'node:crypto';
import {
  type Duty,
  type InstitutionCode,
  invariant,
  type OfficialId,
  Refusal,
  type SignatureRecord,
  type SignedPart,
  signatureText,
  signedText,
} from '@chancery/domain';
import { type Profile, RefusedInProduction } from '@chancery/trust';
import type { PerimeterDatabase, PerimeterTransaction } from '../database.ts';
import { countOfficialKeys, findOfficialKey, keepOfficialKey } from '../tables/officialKeys.ts';
import { holdSeal } from '../tables/seals.ts';
import { newKeyPair, signingKey } from './keyPair.ts';
import { endorsement } from './sealedWord.ts';
import type { Seals } from './seals.ts';

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

  /** The key with which an official signs, in the transaction in which it signs: key and endorsement are those in use at this moment (§5.9). */
  async find(tx: PerimeterTransaction, institution: InstitutionCode, official: OfficialId): Promise<Hand | undefined> {
    const pair = await findOfficialKey(tx, institution, official);
    return pair && { official, key: signingKey(pair), endorsement: pair.endorsement };
  }

  /**
   * Makes an official's key where there is none. Throws `Unreachable` while a new seal cannot be announced, and `KEY_HELD_BY_SERVER` in production.
   */
  async make(institution: InstitutionCode, official: OfficialId): Promise<void> {
    if (this.#profile === 'production') throw new Refusal('KEY_HELD_BY_SERVER');
    await this.#seals.inUse(institution);
    const pair = await newKeyPair();
    await this.#db.$transaction(async (tx) => {
      const seal = await holdSeal(tx, institution);
      invariant(seal, 'a seal that is in use is there');
      const word = await endorsement(seal, institution, official, pair.publicKey, new Date());
      await keepOfficialKey(tx, institution, official, { ...pair, endorsement: word });
    });
  }
}

/** SHA-256 of the canonical card and content, in hexadecimal. */
export const digestOf = (part: SignedPart): string => createHash('sha256').update(signedText(part)).digest('hex');

/** §5.1 An official's signature over card and content as they stand. */
export function signPart(
  part: SignedPart,
  { official, key, endorsement: word }: Hand,
  { name, duty, signedAt }: { readonly name: string; readonly duty: Duty; readonly signedAt: Date },
): SignatureRecord {
  const words = { official, name, duty, signedAt: signedAt.toISOString(), digest: digestOf(part) };
  const value = sign('sha256', Buffer.from(signatureText(words)), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return { ...words, value, endorsement: word };
}
