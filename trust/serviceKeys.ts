import type { KeyObject } from 'node:crypto';
import { signingKey, verifyingKey } from './compactJws.ts';
import type { ServiceKey } from './identity.ts';
import type { ServiceEntry } from './registry.ts';

/** The key with which a service signs. */
export const ownKey = ({ privateKey }: ServiceKey): KeyObject => kept(signing, privateKey, signingKey);

/** The keys by which its word is known: two while one takes the place of the other. */
export function believedKeys({ publicKey, otherKey }: ServiceEntry): readonly KeyObject[] {
  return (otherKey === undefined ? [publicKey] : [publicKey, otherKey]).map((jwk) => kept(verifying, jwk, verifyingKey));
}

const signing = new WeakMap<object, KeyObject>();
const verifying = new WeakMap<object, KeyObject>();

// Importing a key costs more than using it: each is imported once.
function kept<Jwk extends object>(keys: WeakMap<object, KeyObject>, jwk: Jwk, make: (jwk: Jwk) => KeyObject): KeyObject {
  const key = keys.get(jwk) ?? make(jwk);
  keys.set(jwk, key);
  return key;
}
