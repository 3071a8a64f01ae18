import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Bundle, type InstitutionCode, Refusal, type SignatureRecord, signatureText } from '@chancery/domain';
import type { DirectoryCopy, JWK } from '@chancery/trust';
import { compactVerify } from 'jose';
import { Memory } from '../memory.ts';
import { digestOf } from './officialKeys.ts';

/** An endorsement that was found true once is true for good under the same seal: it need not be verified again for each document. */
const endorsed = new Memory<KeyObject>(5_000);

/**
 * §5.3 Lets a bundle pass whose every signature is true: over this card and content, by a key that the author institution endorsed with
 * its seal as the directory knows it. Answers the digest; throws `SIGNATURE_INVALID`, and `Unreachable` where the directory must be asked.
 */
export async function verifyBundle(
  directory: Pick<DirectoryCopy, 'findInstitution' | 'institution' | 'refresh'>,
  bundle: Bundle,
): Promise<string> {
  const { institution } = bundle.signed;
  const known = (await directory.findInstitution(institution))?.sealKey ?? null;
  if (known !== null && (await isTrue(bundle, institution, known))) return digestOf(bundle.signed);
  // The seal may be younger than our copy of the directory.
  await directory.refresh();
  const current = directory.institution(institution)?.sealKey ?? null;
  if (current !== null && (await isTrue(bundle, institution, current))) return digestOf(bundle.signed);
  throw new Refusal('SIGNATURE_INVALID');
}

async function isTrue({ signed, signatures }: Bundle, institution: InstitutionCode, seal: JWK): Promise<boolean> {
  const digest = digestOf(signed);
  const found = await Promise.all(signatures.map((signature) => isSignedBy(signature, digest, institution, seal)));
  return found.length > 0 && found.every(Boolean);
}

async function isSignedBy(signature: SignatureRecord, digest: string, institution: InstitutionCode, seal: JWK): Promise<boolean> {
  if (signature.digest !== digest) return false;
  const about = `${institution} ${signature.official} ${seal.x} ${signature.endorsement}`;
  const key = await endorsed.of(about, () => endorsedKey(signature, institution, seal)).catch(() => null);
  if (key === null) return false;
  const value = Buffer.from(signature.value, 'base64url');
  return verify('sha256', Buffer.from(signatureText(signature)), { key, dsaEncoding: 'ieee-p1363' }, value);
}

/** The official's key, if the institution's seal stands under it; throws otherwise. */
async function endorsedKey({ official, endorsement }: SignatureRecord, institution: InstitutionCode, seal: JWK): Promise<KeyObject> {
  const { payload } = await compactVerify(endorsement, createPublicKey({ key: seal, format: 'jwk' }), { algorithms: ['ES256'] });
  const claims = JSON.parse(new TextDecoder().decode(payload)) as { iss?: unknown; sub?: unknown; cnf?: { jwk?: JWK } };
  const { jwk } = claims.cnf ?? {};
  const isIts = claims.iss === institution && claims.sub === official && jwk?.kty === 'EC' && jwk.crv === 'P-256';
  if (!isIts || jwk === undefined) throw new Refusal('SIGNATURE_INVALID');
  return createPublicKey({ key: jwk, format: 'jwk' });
}
