import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { JWK } from 'jose';

/**
 * JSON Web Signatures in compact form (RFC 7515 §7.1) with Ed25519 (RFC 8037), and nothing else: what services sign for each other on every
 * call. `jose`, which reads the tokens that come from outside, needs twice the processor time for it, on other threads.
 */
export interface CompactJws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Signs a header and claims; the header says `alg: EdDSA`. */
export function signCompact({ header, claims }: CompactJws, key: KeyObject): string {
  const text = `${encode({ ...header, alg: 'EdDSA' })}.${encode(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

/**
 * What a JWS says, if a key of whom its header names signed it; throws where it is anything else. `keysOf` chooses the keys by `kid` alone:
 * neither the algorithm nor a key is ever taken from the JWS itself.
 */
export function readCompact(jws: string, keysOf: (kid: string) => readonly KeyObject[]): CompactJws {
  const [head, body, signature, ...more] = jws.split('.');
  if (head === undefined || body === undefined || signature === undefined || more.length > 0) throw new TypeError('no compact JWS');
  const header = decode(head);
  const keys = header.alg === 'EdDSA' && header.crit === undefined && typeof header.kid === 'string' ? keysOf(header.kid) : [];
  const bytes = Buffer.from(signature, 'base64url');
  const text = Buffer.from(`${head}.${body}`);
  const isSigned = bytes.length === 64 && keys.some((key) => verify(null, text, key, bytes));
  if (!isSigned) throw new TypeError('not signed by whom it names');
  return { header, claims: decode(body) };
}

/** The key of an Ed25519 JWK, ready for use; one with its private half signs. */
export const signingKey = (jwk: JWK): KeyObject => createPrivateKey({ key: { ...jwk }, format: 'jwk' });
export const verifyingKey = ({ kty, crv, x }: JWK): KeyObject => {
  if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined) throw new TypeError('no key of Ed25519');
  return createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
};

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no JSON object');
  return value as Readonly<Record<string, unknown>>;
}
