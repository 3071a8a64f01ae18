import { readFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { isServiceRole, type ServiceRole } from './registry.ts';

/** Who a service is: its name in the registry and the key that nobody else has. */
export interface ServiceIdentity {
  readonly name: string;
  readonly role: ServiceRole;
  /** Ed25519 (RFC 8037), with its private half. */
  readonly privateKey: JWK;
}

/** Makes a new service known to itself: its identity to keep, and the public key for the registry. */
export async function createIdentity(name: string, role: ServiceRole): Promise<{ identity: ServiceIdentity; publicKey: JWK }> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { identity: { name, role, privateKey: await exportJWK(pair.privateKey) }, publicKey: await exportJWK(pair.publicKey) };
}

/** Reads an identity file, written by the circuit. Throws where it is not one; never with what it holds. */
export function readIdentity(file: string): ServiceIdentity {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isIdentity(value)) throw new Error(`${file} is no identity of a service`);
  return value;
}

function isIdentity(value: unknown): value is ServiceIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { name, role, privateKey } = value as Partial<Record<keyof ServiceIdentity, unknown>>;
  return typeof name === 'string' && isServiceRole(role) && typeof privateKey === 'object' && privateKey !== null;
}
