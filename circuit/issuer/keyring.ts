import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { demonstrationKid } from '@chancery/trust';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { readJson, writeJson } from '../supervisor/files.ts';

/** One key of the issuer: ECDSA P-256; its `kid` is its thumbprint (RFC 7638), marked as a demonstration's: production believes none of these (§2.8). */
export interface KeptKey {
  readonly kid: string;
  readonly privateKey: JWK;
  /** It is published from when it is made, and signs from here on: whoever checks tokens has read it by then. */
  readonly usedFrom: string;
  /** Until here it is published after another has taken over: by then the tokens that it signed have ended. */
  readonly withdrawnAt: string | null;
}

/** The private keys of the embedded issuer, in a file that only its owner may read. */
export interface Keyring {
  readonly keys: readonly KeptKey[];
  /** Sign the cookies of the sign-in page; the first is used, all are believed. */
  readonly cookieSecrets: readonly string[];
}

/** The keys that are published at a moment, and which of them signs. */
export interface KeysNow {
  readonly signing: KeptKey;
  readonly published: readonly KeptKey[];
}

/** Whoever checks tokens reads the keys every half minute. */
const announcedMs = 60_000;
/** The longest life of a token that a command hands out when nobody asks for more, and how far clocks may be apart. */
const outlivedMs = 12 * 3_600_000 + 60_000;

/** A first keyring. */
export async function createKeyring(now: Date): Promise<Keyring> {
  return { keys: [await createKey(now)], cookieSecrets: [randomBytes(32).toString('base64url')] };
}

/** The keyring in a file, made at the first start and kept from then on. */
export async function keepKeyring(file: string, now: Date): Promise<Keyring> {
  const kept = readKeyring(file);
  if (kept !== undefined) return kept;
  const keyring = await createKeyring(now);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeJson(file, keyring, 0o600);
  return keyring;
}

/** The keyring in a file; undefined where there is none. */
export const readKeyring = (file: string): Keyring | undefined => readJson<Keyring>(file);

/**
 * A keyring with a new key: first published, then used, and the old ones withdrawn when their tokens have ended. `atOnce` leaves out the waiting,
 * for a key that somebody else may know: its tokens end now.
 */
export async function rotated({ keys, cookieSecrets }: Keyring, now: Date, { atOnce = false } = {}): Promise<Keyring> {
  const usedFrom = later(now, atOnce ? 0 : announcedMs);
  const withdrawnAt = later(usedFrom, atOnce ? 0 : outlivedMs).toISOString();
  const left = keys
    .filter((key) => !atOnce && isPublished(key, now))
    .map((key) => ({ ...key, withdrawnAt: key.withdrawnAt ?? withdrawnAt }));
  const secret = randomBytes(32).toString('base64url');
  return {
    keys: [...left, await createKey(usedFrom)],
    cookieSecrets: atOnce ? [secret] : [secret, ...cookieSecrets].slice(0, 2),
  };
}

/** Which keys are published at a moment, the signing one first. Throws where none is. */
export function keysAt({ keys }: Keyring, now: Date): KeysNow {
  const published = keys.filter((key) => isPublished(key, now));
  const [signing] = published.filter(({ usedFrom }) => Date.parse(usedFrom) <= now.getTime()).sort(latestFirst);
  if (signing === undefined) throw new Error('The issuer has no key that signs now.');
  return { signing, published: [signing, ...published.filter((key) => key !== signing)] };
}

/** The public half of a key, as a key set publishes it (RFC 7517). */
export function publicKeyOf({ kid, privateKey: { d: _secret, ...publicKey } }: Pick<KeptKey, 'kid' | 'privateKey'>): JWK {
  return { ...publicKey, kid, alg: 'ES256', use: 'sig' };
}

async function createKey(usedFrom: Date): Promise<KeptKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { kid: demonstrationKid(await calculateJwkThumbprint(jwk)), privateKey: jwk, usedFrom: usedFrom.toISOString(), withdrawnAt: null };
}

const isPublished = ({ withdrawnAt }: KeptKey, now: Date): boolean => withdrawnAt === null || now.getTime() < Date.parse(withdrawnAt);
const latestFirst = (a: KeptKey, b: KeptKey): number => Date.parse(b.usedFrom) - Date.parse(a.usedFrom);
const later = (moment: Date, ms: number): Date => new Date(moment.getTime() + ms);
