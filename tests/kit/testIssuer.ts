import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIssuerKey, issueToken, type TokenSubject } from '@chancery/circuit';
import type { TlsMaterial, TokenOptions } from '@chancery/trust';
import { importJWK, SignJWT } from 'jose';

/** An issuer that is no process: services read its keys in a file. */
export interface TestIssuer {
  /** How services are told of it. */
  readonly believed: TokenOptions;
  /** An access token of an official for an institution; the same one for the same. */
  token(subject: TokenSubject): Promise<string>;
  /** A token that is good with one certificate alone (RFC 8705). */
  bound(subject: TokenSubject, material: Pick<TlsMaterial, 'cert'>): Promise<string>;
  forget(): void;
}

export async function testIssuer(): Promise<TestIssuer> {
  const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  const { key, jwks } = await createIssuerKey();
  const file = join(folder, 'jwks.json');
  writeFileSync(file, JSON.stringify(jwks));
  const kept = new Map<string, Promise<string>>();
  return {
    believed: { issuer: key.issuer, jwks: file },
    token({ official, institution }) {
      const about = `${official} for ${institution}`;
      const token = kept.get(about) ?? issueToken(key, { official, institution });
      kept.set(about, token);
      return token;
    },
    async bound({ official: sub, institution }, { cert }) {
      const cnf = { 'x5t#S256': createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url') };
      const jwt = new SignJWT({ iss: key.issuer, aud: 'chancery', sub, institution, cnf, exp: Math.floor(Date.now() / 1_000) + 600 });
      return jwt.setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' }).sign(await importJWK(key.privateKey, 'ES256'));
    },
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}
