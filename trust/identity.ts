import { readFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type Credentials, readCredentials, type TlsFiles } from './credentials.ts';
import { followFiles } from './followFiles.ts';
import { isServiceRole, type ServiceRole } from './registry.ts';

/** Under which name and with which key a service signs its mandates. */
export interface ServiceKey {
  readonly name: string;
  readonly role: ServiceRole;
  /** Ed25519 (RFC 8037), with its private half. */
  readonly privateKey: JWK;
}

/** Who a service is: its name in the registry, the key that nobody else has, and the certificate that its connections show. */
export interface ServiceIdentity extends ServiceKey {
  readonly credentials: Credentials;
}

/** Makes a new service known to itself: its key to keep, and the public half for the registry. */
export async function createIdentity(name: string, role: ServiceRole): Promise<{ identity: ServiceKey; publicKey: JWK }> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { identity: { name, role, privateKey: await exportJWK(pair.privateKey) }, publicKey: await exportJWK(pair.publicKey) };
}

/**
 * Reads an identity file, written by the circuit, and the certificate beside it, and takes over what is put in their place later.
 * Throws where they are none; never with what they hold.
 */
export function readIdentity(file: string, tls: TlsFiles): ServiceIdentity {
  let key = followFiles(
    [file],
    () => readKey(file),
    (next) => {
      if (next.name !== name || next.role !== role) throw new Error(`${file} is the identity of another service`);
      key = next;
    },
  );
  const { name, role } = key;
  return {
    name,
    role,
    credentials: readCredentials(tls),
    get privateKey() {
      return key.privateKey;
    },
  };
}

function readKey(file: string): ServiceKey {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isKey(value)) throw new Error(`${file} is no identity of a service`);
  return value;
}

function isKey(value: unknown): value is ServiceKey {
  if (typeof value !== 'object' || value === null) return false;
  const { name, role, privateKey } = value as Partial<Record<keyof ServiceKey, unknown>>;
  return typeof name === 'string' && isServiceRole(role) && typeof privateKey === 'object' && privateKey !== null;
}
