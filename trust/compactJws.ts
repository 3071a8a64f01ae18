import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto';
import type { JWK } from 'jose';

/**
 * JSON Web Signatures in compact form (RFC 7515 §7.1) with Ed25519 (RFC 8037) or HMAC-SHA256 (RFC 7518 §3.2), and nothing else: what services
 * write for each other on every call. `jose`, which reads the tokens that come from outside, needs twice the processor time for it, on other threads.
 */
export interface CompactJws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** One that was read, and the key that it was found to be signed with. */
export interface SignedJws extends CompactJws {
  readonly key: KeyObject;
}

/** Signs a header and claims: with Ed25519 where the key is a private one, by HMAC where it is a secret; the header says which. */
export function signCompact({ header, claims }: CompactJws, key: KeyObject): string {
  const text = `${headOf(header, key)}.${encode(claims)}`;
  return `${text}.${signatureOf(text, key)}`;
}

const heads = new WeakMap<KeyObject, { readonly header: CompactJws['header']; readonly text: string }>();

/** Under one key the header is nearly always the very same, and is written once. */
function headOf(header: CompactJws['header'], key: KeyObject): string {
  const known = heads.get(key);
  if (known?.header === header) return known.text;
  const text = encode({ ...header, alg: algorithmOf(key) });
  heads.set(key, { header, text });
  return text;
}

/**
 * What a JWS says, if a key of whom its header names signed it; throws where it is anything else. `keysOf` chooses the keys by `kid` alone, and
 * the key's own kind decides how it is used: neither the algorithm nor a key is ever taken from the JWS itself. A public key's bytes are no secret.
 */
export function readCompact(jws: string, keysOf: (kid: string) => readonly KeyObject[]): SignedJws {
  const [head, body, signature, ...more] = jws.split('.');
  if (head === undefined || body === undefined || signature === undefined || more.length > 0) throw new TypeError('no compact JWS');
  const header = decode(head);
  const keys = header.crit === undefined && typeof header.kid === 'string' ? keysOf(header.kid) : [];
  const text = `${head}.${body}`;
  const bytes = Buffer.from(signature, 'base64url');
  const key = keys.find((each) => header.alg === algorithmOf(each) && isSigned(text, bytes, each));
  if (key === undefined) throw new TypeError('not signed by whom it names');
  return { header, claims: decode(body), key };
}

/** The key of an Ed25519 JWK, ready for use; one with its private half signs. */
export const signingKey = (jwk: JWK): KeyObject => createPrivateKey({ key: { ...jwk }, format: 'jwk' });
export const verifyingKey = ({ kty, crv, x }: JWK): KeyObject => {
  if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined) throw new TypeError('no key of Ed25519');
  return createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
};

const algorithmOf = ({ type }: KeyObject): string => (type === 'secret' ? 'HS256' : 'EdDSA');

const codeOf = (text: string, secret: KeyObject) => createHmac('sha256', secret).update(text);

const signatureOf = (text: string, key: KeyObject): string =>
  key.type === 'secret' ? codeOf(text, key).digest('base64url') : sign(null, Buffer.from(text), key).toString('base64url');

function isSigned(text: string, signature: Buffer, key: KeyObject): boolean {
  if (key.type === 'secret') return signature.length === 32 && timingSafeEqual(codeOf(text, key).digest(), signature);
  return signature.length === 64 && verify(null, Buffer.from(text), key, signature);
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no JSON object');
  return value as Readonly<Record<string, unknown>>;
}
