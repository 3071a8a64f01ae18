import { createHash } from 'node:crypto';
import { canonical, type InstitutionCode, invariant } from '@chancery/domain';
import type { JWK } from '@chancery/trust';
import type { PerimeterDatabase, PerimeterTransaction } from '../database.ts';
import { findOfficialKeys, replaceOfficialKeys } from '../tables/officialKeys.ts';
import { findSeal, followSeal, keepNextSeal } from '../tables/seals.ts';
import { type KeyPair, newKeyPair } from './keyPair.ts';
import { endorsement } from './sealedWord.ts';
import type { Seals } from './seals.ts';

/** A seal that has taken the place of earlier ones. */
export interface RenewedSeal {
  /** Its thumbprint (RFC 7638). */
  readonly seal: string;
  /** Since when the earlier ones seal nothing any more. */
  readonly at: Date;
  /** How many keys of officials it has endorsed anew. */
  readonly endorsed: number;
}

/**
 * §5.9 Puts a new seal in the place of an institution's, while everything goes on: it is made known first, then it takes over with the keys of officials that it
 * endorses, in one transaction, then the earlier ones end. What was asked for before is sealed before, and believed. Broken off anywhere, all that is sealed is
 * believed, and the next run goes on or begins anew. §13.7 With `revokedSince` earlier seals ended then. Answers null where there is no seal yet. Throws `Unreachable`.
 */
export async function renewSeal(
  { db, seals }: { readonly db: PerimeterDatabase; readonly seals: Seals },
  institution: InstitutionCode,
  revokedSince: Date | null,
): Promise<RenewedSeal | null> {
  if ((await findSeal(db, institution)) === undefined) return null;
  const next = await keepNextSeal(db, institution, await newKeyPair());
  if (next !== undefined) await seals.announce(institution, next);
  const endorsed = await db.$transaction((tx) => takeOver(tx, institution));
  const seal = await findSeal(db, institution);
  invariant(seal, 'a seal that is replaced is there');
  const at = new Date();
  await seals.endEarlier(institution, seal, revokedSince ?? at);
  return { seal: thumbprintOf(seal.publicKey), at, endorsed };
}

/** Whoever makes an official's key holds the seal: none is endorsed by the earlier one once this has begun. */
async function takeOver(tx: PerimeterTransaction, institution: InstitutionCode): Promise<number> {
  if (!(await followSeal(tx, institution))) return 0;
  const seal = await findSeal(tx, institution);
  invariant(seal, 'a seal that followed is there');
  return replaceOfficialKeys(tx, institution, await endorsedAnew(tx, institution, seal));
}

async function endorsedAnew(tx: PerimeterTransaction, institution: InstitutionCode, seal: KeyPair) {
  const now = new Date();
  const keys = await findOfficialKeys(tx, institution);
  return Promise.all(
    keys.map(async (key) => ({ ...key, endorsement: await endorsement(seal, institution, key.official, key.publicKey, now) })),
  );
}

const thumbprintOf = ({ crv = '', kty = '', x = '', y = '' }: JWK): string =>
  createHash('sha256').update(canonical({ crv, kty, x, y })).digest('base64url');
