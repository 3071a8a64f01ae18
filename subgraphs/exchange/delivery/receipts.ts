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
  const { id: consignmentId, dispatchId, documentId, recipient: institution } = row;
  const own = { consignmentId, dispatchId, documentId, institution, digest };
  if (
    claims === null ||
    !isMoment(claims.receivedAt) ||
    Object.entries(own).some(([name, value]) => claims[name as keyof typeof own] !== value)
  )
    return null;
  // Whatever else it says is in the sealed text, and nowhere else.
  return { claims: { ...own, receivedAt: claims.receivedAt }, jws };
}

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** As RFC 3339 writes it: whoever reads the receipt is told when it was given. 31 April would be read as another day. */
function isMoment(value: unknown): boolean {
  if (typeof value !== 'string' || !moment.test(value) || Number.isNaN(Date.parse(value))) return false;
  const day = value.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
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

/** Three parts in base64url, each as whoever verifies it by the letter writes it: Node would read over what is none. */
function jwsOf(value: unknown): string | null {
  const jws = typeof value === 'object' && value !== null && 'jws' in value ? value.jws : null;
  if (typeof jws !== 'string' || jws.length >= 4_000) return null;
  const parts = jws.split('.');
  return parts.length === 3 && parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part) ? jws : null;
}
