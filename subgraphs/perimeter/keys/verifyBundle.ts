import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Bundle, type InstitutionCode, Refusal, type SignatureRecord, signatureText } from '@chancery/domain';
import { type DirectoryCopy, type InstitutionEntry, type JWK, type SealEntry, wasInForce } from '@chancery/trust';
import { compactVerify } from 'jose';
import { Memory } from '../memory.ts';
import { digestOf } from './officialKeys.ts';

/** A key that an institution endorsed, and when. */
interface Endorsed {
  readonly key: KeyObject;
  readonly endorsedAt: number;
}

/** An endorsement that was found true once is true for good under the same seal: it need not be verified again for each document. */
const endorsed = new Memory<Endorsed>(5_000);

/**
 * §5.3 Lets a bundle pass whose every signature is true: over this card and content, by a key that the author institution endorsed with a seal that was in
 * force, by the directory's word, when it endorsed and when the official signed (§5.9). Answers the digest; throws `SIGNATURE_INVALID`, and `Unreachable` where
 * the directory must be asked.
 */
export async function verifyBundle(
  directory: Pick<DirectoryCopy, 'findInstitution' | 'institution' | 'refresh'>,
  bundle: Bundle,
): Promise<string> {
  const { institution } = bundle.signed;
  if (await isTrue(bundle, await directory.findInstitution(institution))) return digestOf(bundle.signed);
  // The seal may be younger than our copy of the directory.
  await directory.refresh();
  if (await isTrue(bundle, directory.institution(institution))) return digestOf(bundle.signed);
  throw new Refusal('SIGNATURE_INVALID');
}

async function isTrue({ signed, signatures }: Bundle, author: InstitutionEntry | undefined): Promise<boolean> {
  if (author === undefined) return false;
  const digest = digestOf(signed);
  const found = await Promise.all(signatures.map((signature) => isSignedBy(signature, digest, author)));
  return found.length > 0 && found.every(Boolean);
}

async function isSignedBy(signature: SignatureRecord, digest: string, { code, seals }: InstitutionEntry): Promise<boolean> {
  if (signature.digest !== digest) return false;
  const then = seals.filter((seal) => wasInForce(seal, Date.parse(signature.signedAt)));
  const keys = await Promise.all(then.map((seal) => keyUnder(seal, signature, code)));
  const value = Buffer.from(signature.value, 'base64url');
  return keys.some(
    (key) => key !== null && verify('sha256', Buffer.from(signatureText(signature)), { key, dsaEncoding: 'ieee-p1363' }, value),
  );
}

/** The official's key, if this seal stands under its endorsement and was in force then. */
async function keyUnder(seal: SealEntry, signature: SignatureRecord, institution: InstitutionCode): Promise<KeyObject | null> {
  const about = `${institution} ${signature.official} ${seal.key.x} ${signature.endorsement}`;
  const found = await endorsed.of(about, () => endorsedKey(signature, institution, seal.key)).catch(() => null);
  return found !== null && wasInForce(seal, found.endorsedAt) ? found.key : null;
}

/** The official's key, if the institution's seal stands under it; throws otherwise. */
async function endorsedKey({ official, endorsement }: SignatureRecord, institution: InstitutionCode, seal: JWK): Promise<Endorsed> {
  const { payload } = await compactVerify(endorsement, createPublicKey({ key: seal, format: 'jwk' }), { algorithms: ['ES256'] });
  const claims = JSON.parse(new TextDecoder().decode(payload)) as { iss?: unknown; sub?: unknown; iat?: unknown; cnf?: { jwk?: JWK } };
  const { jwk } = claims.cnf ?? {};
  const isIts = claims.iss === institution && claims.sub === official && jwk?.kty === 'EC' && jwk.crv === 'P-256';
  if (!isIts || jwk === undefined || typeof claims.iat !== 'number') throw new Refusal('SIGNATURE_INVALID');
  return { key: createPublicKey({ key: jwk, format: 'jwk' }), endorsedAt: claims.iat * 1_000 };
}
