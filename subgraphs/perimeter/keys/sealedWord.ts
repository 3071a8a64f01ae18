import type { InstitutionCode, Json, OfficialId } from '@chancery/domain';
import type { JWK } from '@chancery/trust';
import { CompactSign } from 'jose';
import { type KeyPair, signingKey } from './keyPair.ts';

/** What is said under an institution's seal: a compact JWS (RFC 7515), ES256, `kid` the institution's code. */
export const sealedWord = (seal: KeyPair, institution: InstitutionCode, type: string, claims: Json): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', kid: institution, typ: type })
    .sign(signingKey(seal));

/** §5.1 The institution's word that a key is an official's. */
export const endorsement = (seal: KeyPair, institution: InstitutionCode, official: OfficialId, key: JWK, now: Date): Promise<string> =>
  sealedWord(seal, institution, 'endorsement+jwt', {
    iss: institution,
    sub: official,
    iat: Math.floor(now.getTime() / 1_000),
    cnf: { jwk: { ...key } },
  } as Json);
