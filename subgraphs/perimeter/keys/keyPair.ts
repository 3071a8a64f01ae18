import { createPrivateKey, generateKeyPair as generate, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from '@chancery/trust';

const generateKeyPair = promisify(generate);

/** An ECDSA P-256 key pair as it is kept (RFC 7517). */
export interface KeyPair {
  readonly privateKey: JWK;
  readonly publicKey: JWK;
}

/** Makes a new key pair. */
export async function newKeyPair(): Promise<KeyPair> {
  const { privateKey } = await generateKeyPair('ec', { namedCurve: 'P-256' });
  const whole = privateKey.export({ format: 'jwk' }) as JWK;
  return { privateKey: whole, publicKey: publicHalf(whole) };
}

/** A kept private key, ready to sign. */
export const signingKey = ({ privateKey }: KeyPair): KeyObject => createPrivateKey({ key: privateKey, format: 'jwk' });

/** What of a P-256 key may be known to all. */
const publicHalf = ({ x, y }: JWK): JWK => ({
  kty: 'EC',
  crv: 'P-256',
  ...(x === undefined ? {} : { x }),
  ...(y === undefined ? {} : { y }),
});
