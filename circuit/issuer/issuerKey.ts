import { existsSync, mkdirSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { readJson, writeJson } from '../supervisor/files.ts';
import { type Home, keyFile } from '../supervisor/home.ts';

/** The name that demo tokens carry as their issuer. */
export const ISSUER = 'chancery-demo';
/** Whom demo tokens are for. */
export const AUDIENCE = 'chancery';

/** The private key of the demo token issuer: ECDSA P-256, its `kid` is its thumbprint (RFC 7638). */
export interface IssuerKey {
  readonly kid: string;
  readonly privateKey: JWK;
}

/** A new issuer key, and the key set (RFC 7517) by which the gateway checks its tokens. */
export async function createIssuerKey(): Promise<{ readonly key: IssuerKey; readonly jwks: { readonly keys: readonly JWK[] } }> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = { kid: await calculateJwkThumbprint(jwk), privateKey: jwk };
  return { key, jwks: publicSet(key) };
}

/** The circuit's issuer key, made at the first start and kept from then on; the public key set is written beside it. */
export async function keepIssuerKey(home: Home): Promise<IssuerKey> {
  const file = keyFile(home, ISSUER);
  const key = readJson<IssuerKey>(file) ?? (await createIssuerKey()).key;
  if (!existsSync(file)) {
    mkdirSync(home.keys, { recursive: true, mode: 0o700 });
    writeJson(file, key, 0o600);
  }
  writeJson(home.jwks, publicSet(key));
  return key;
}

/** The issuer key of a circuit that was started before; undefined when it never was. */
export const readIssuerKey = (home: Home): IssuerKey | undefined => readJson<IssuerKey>(keyFile(home, ISSUER));

function publicSet({ kid, privateKey }: IssuerKey): { readonly keys: readonly JWK[] } {
  const { d: _secret, ...publicKey } = privateKey;
  return { keys: [{ ...publicKey, kid, alg: 'ES256', use: 'sig' }] };
}
