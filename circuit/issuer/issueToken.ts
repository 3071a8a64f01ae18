import type { InstitutionCode, OfficialId } from '@chancery/domain';
import { importJWK, SignJWT } from 'jose';
import { AUDIENCE, type IssuerKey } from './issuerKey.ts';

/** Who a token is for: the official, and the institution that the official acts for. Duties are the directory's matter. */
export interface TokenSubject {
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
  /** How long it holds; 12 when left out. */
  readonly hours?: number;
}

/** A bearer token in the embedded issuer's name: an access token (RFC 9068) signed with ES256 that names its key by `kid`. */
export async function issueToken(
  { issuer, kid, privateKey }: IssuerKey,
  { official, institution, hours = 12 }: TokenSubject,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ institution })
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(AUDIENCE)
    .setSubject(official)
    .setIssuedAt(now)
    .setExpirationTime(now + Math.round(hours * 3600))
    .sign(await importJWK(privateKey, 'ES256'));
}

/** A source of tokens that hands out the same one again while it holds for another hour at least. */
export function tokenSource(key: IssuerKey): (official: OfficialId, institution: InstitutionCode) => Promise<string> {
  const kept = new Map<string, { readonly token: Promise<string>; readonly until: number }>();
  return (official, institution) => {
    const name = `${official} for ${institution}`;
    const known = kept.get(name);
    if (known && known.until > Date.now()) return known.token;
    const token = issueToken(key, { official, institution });
    kept.set(name, { token, until: Date.now() + 11 * 3_600_000 });
    return token;
  };
}
