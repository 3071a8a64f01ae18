import { type InstitutionCode, invariant, type Json, type ReceiptClaims, Refusal, type SealedReceipt } from '@chancery/domain';
import { type DirectoryCopy, isSameKey, type ServiceClient, sealOf } from '@chancery/trust';
import type { PerimeterDatabase } from '../database.ts';
import { Memory } from '../memory.ts';
import { findSeal, keepSeal } from '../tables/seals.ts';
import { type KeyPair, newKeyPair } from './keyPair.ts';
import { sealedWord } from './sealedWord.ts';

/** How many announcements one server remembers: `hosted` answers for many institutions. */
const REMEMBERED = 2_000;
const announcement = 'mutation AnnounceSeal($input: AnnounceSealInput!) { announceSeal(input: $input) { version } }';
const ending = 'mutation EndSeals($input: EndSealsInput!) { endSeals(input: $input) { version } }';

interface SealParts {
  readonly db: PerimeterDatabase;
  readonly client: Pick<ServiceClient, 'ask'>;
  readonly directory: Pick<DirectoryCopy, 'institution'>;
}

/**
 * The seals of the institutions of one server (§1.1): made on first use, and made known before anything leaves under them. Which one is in use stands in
 * the database and is looked at each time: another server of the institution may have put a new one there (§5.9).
 */
export class Seals {
  readonly #parts: SealParts;
  readonly #announced = new Memory<unknown>(REMEMBERED);

  constructor(parts: SealParts) {
    this.#parts = parts;
  }

  /**
   * An institution's sealed word. Throws `Unreachable` while a new seal cannot be announced, and `SEAL_ENDED` where the database is an earlier state, with a
   * seal that was replaced since.
   */
  async seal(institution: InstitutionCode, type: string, claims: Json): Promise<string> {
    return sealedWord(await this.inUse(institution), institution, type, claims);
  }

  /** §7.8 The proof of what an institution received. */
  async sealReceipt(claims: ReceiptClaims): Promise<SealedReceipt> {
    return { claims, jws: await this.seal(claims.institution, 'receipt+jwt', { ...claims }) };
  }

  /** The seal of an institution, made where there is none, and known to the directory. Throws as `seal`. */
  async inUse(institution: InstitutionCode): Promise<KeyPair> {
    const seal = (await findSeal(this.#parts.db, institution)) ?? (await this.#make(institution));
    const known = sealOf(this.#parts.directory.institution(institution), seal.publicKey);
    if (known === undefined) await this.announce(institution, seal);
    // A directory that was restored from a backup may have to be told of it again.
    else this.#announced.forget(nameOf(institution, seal));
    return known?.until ? this.#successor(institution, seal) : seal;
  }

  /** Makes a seal known to the directory, from now on. Throws `Unreachable`, and `SEAL_ENDED` for one that was ended. */
  async announce(institution: InstitutionCode, seal: KeyPair): Promise<void> {
    await this.#announced.of(nameOf(institution, seal), () =>
      this.#parts.client.ask('directory', announcement, { input: { institution, key: seal.publicKey, from: new Date() } }),
    );
  }

  /** Ends the seals of an institution that are earlier than this one. Throws `Unreachable`. */
  async endEarlier(institution: InstitutionCode, { publicKey }: KeyPair, at: Date): Promise<void> {
    await this.#parts.client.ask('directory', ending, { input: { institution, earlierThan: publicKey, at } });
  }

  /** A seal that has just been replaced was read a moment too early; one that ended and is still there comes from a backup. */
  async #successor(institution: InstitutionCode, ended: KeyPair): Promise<KeyPair> {
    const seal = await findSeal(this.#parts.db, institution);
    if (seal === undefined || isSameKey(seal.publicKey, ended.publicKey)) throw new Refusal('SEAL_ENDED');
    return seal;
  }

  async #make(institution: InstitutionCode): Promise<KeyPair> {
    await keepSeal(this.#parts.db, institution, await newKeyPair());
    const kept = await findSeal(this.#parts.db, institution);
    invariant(kept, 'a seal that was kept is there');
    return kept;
  }
}

const nameOf = (institution: InstitutionCode, { publicKey: { x, y } }: KeyPair): string => `${institution} ${x} ${y}`;
