import type { ServiceEntry } from '@chancery/trust';
import type { JWK } from 'jose';
import { readJson } from '../supervisor/files.ts';
import { type Home, keyringFile } from '../supervisor/home.ts';
import { createKeyring, type KeptKey, keysAt, publicKeyOf, readKeyring } from './keyring.ts';

/** The name of the embedded issuer's process. */
export const ISSUER = 'issuer';
/** Whom the issuer's access tokens are for. */
export const AUDIENCE = 'chancery';

/** What signs tokens in an issuer's name. */
export interface IssuerKey extends Pick<KeptKey, 'kid' | 'privateKey'> {
  /** The issuer's name: its URL. */
  readonly issuer: string;
}

/** A new key of an issuer that is no process, and the key set (RFC 7517) by which its tokens are checked. */
export async function createIssuerKey(
  issuer = 'https://issuer.test',
): Promise<{ readonly key: IssuerKey; readonly jwks: { readonly keys: readonly JWK[] } }> {
  const { signing } = keysAt(await createKeyring(new Date()), new Date());
  return { key: { issuer, kid: signing.kid, privateKey: signing.privateKey }, jwks: { keys: [publicKeyOf(signing)] } };
}

/** The key by which the embedded issuer of a circuit signs now; undefined where the circuit was never started, or has another issuer. */
export function readIssuerKey(home: Home): IssuerKey | undefined {
  const keyring = readKeyring(keyringFile(home));
  const issuer = readJson<readonly ServiceEntry[]>(home.services)?.find(({ name }) => name === ISSUER)?.url;
  if (keyring === undefined || issuer === undefined) return undefined;
  const { kid, privateKey } = keysAt(keyring, new Date()).signing;
  return { issuer, kid, privateKey };
}
