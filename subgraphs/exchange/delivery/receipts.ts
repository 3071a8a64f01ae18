import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { type ReceiptClaims, type SealedReceipt, signedText } from '@chancery/domain';
import { type DirectoryCopy, type JWK, type SealEntry, wasInForce } from '@chancery/trust';
import { compactVerify } from 'jose';
import type { BegunRow } from './attempts.ts';

type Seals = Pick<DirectoryCopy, 'findInstitution' | 'institution' | 'refresh'>;

/**
 * The receipt that a recipient's perimeter gave, if it is one: under a seal of the institution addressed, about this consignment and these
 * very letters. Answers null for anything else; throws `Unreachable` where the directory must be asked and does not answer. §7.8
 */
export async function verifiedReceipt(seals: Seals, value: unknown, row: BegunRow): Promise<SealedReceipt | null> {
  const jws = jwsOf(value);
  if (jws === null) return null;
  const claims = await claimsUnderSeal(seals, row.recipient, jws);
  const digest = createHash('sha256').update(signedText(row.bundle.signed)).digest('hex');
  const isItsOwn =
    claims?.consignmentId === row.id &&
    claims.dispatchId === row.dispatchId &&
    claims.documentId === row.documentId &&
    claims.institution === row.recipient &&
    claims.digest === digest &&
    !Number.isNaN(Date.parse(claims.receivedAt));
  return isItsOwn ? { claims, jws } : null;
}

async function claimsUnderSeal(seals: Seals, institution: string, jws: string): Promise<ReceiptClaims | null> {
  const claims = await claimsUnderOne((await seals.findInstitution(institution))?.seals, jws);
  if (claims !== null) return claims;
  // The seal may be younger than our copy of the directory.
  await seals.refresh();
  return claimsUnderOne(seals.institution(institution)?.seals, jws);
}

/** What is said under one of these seals, while it was in force (§5.9): the first receipt is given again, whatever seal is in use meanwhile. */
async function claimsUnderOne(seals: readonly SealEntry[] = [], jws: string): Promise<ReceiptClaims | null> {
  for (const seal of seals.toReversed()) {
    const claims = await claimsUnder(seal.key, jws);
    if (claims !== null) return wasInForce(seal, Date.parse(claims.receivedAt)) ? claims : null;
  }
  return null;
}

async function claimsUnder(seal: JWK, jws: string): Promise<ReceiptClaims | null> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, keyOf(seal), { algorithms: ['ES256'] });
    return protectedHeader.typ === 'receipt+jwt' ? (JSON.parse(new TextDecoder().decode(payload)) as ReceiptClaims) : null;
  } catch {
    return null;
  }
}

// A copy of the directory hands out the same key until the seal changes.
const keys = new WeakMap<JWK, KeyObject>();

function keyOf(seal: JWK): KeyObject {
  const key = keys.get(seal) ?? createPublicKey({ key: { ...seal }, format: 'jwk' });
  keys.set(seal, key);
  return key;
}

const jwsOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'jws' in value && typeof value.jws === 'string' && value.jws.length < 4_000
    ? value.jws
    : null;
