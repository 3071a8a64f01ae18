import { createSecretKey, type KeyObject } from 'node:crypto';

/** A secret of two services, by its id: who has it writes mandates as the one of them for the other. */
export interface SessionKey {
  /** A ULID. */
  readonly id: string;
  /** 32 random bytes, which no text and no log shows. */
  readonly key: KeyObject;
}

/** How a mandate carries it: over mutual TLS, to that one service. */
export interface SessionClaim {
  readonly id: string;
  /** Base64url. */
  readonly key: string;
}

/** What a mandate says of it. */
export const sessionClaim = ({ id, key }: SessionKey): SessionClaim => ({ id, key: key.export().toString('base64url') });

/** What a mandate says of it, read; null where it says nothing. Throws `TypeError`, never with what it says. */
export function readSessionClaim(value: unknown): SessionKey | null {
  if (value === undefined || value === null) return null;
  const { id, key } = value as Partial<Record<keyof SessionClaim, unknown>>;
  if (typeof id !== 'string' || !isId.test(id)) throw new TypeError('no session');
  if (typeof key !== 'string' || !is32Bytes.test(key)) throw new TypeError('no key of a session');
  return { id, key: createSecretKey(key, 'base64url') };
}

const isId = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const is32Bytes = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
