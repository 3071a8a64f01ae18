import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIssuerKey, issueToken, type TokenSubject } from '@chancery/circuit';
import type { TokenOptions } from '@chancery/trust';

/** An issuer that is no process: services read its keys in a file. */
export interface TestIssuer {
  /** How services are told of it. */
  readonly believed: TokenOptions;
  /** An access token of an official for an institution; the same one for the same. */
  token(subject: TokenSubject): Promise<string>;
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
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}
