import { readFileSync } from 'node:fs';
import { Refusal } from '@chancery/domain';
import type { JWK } from 'jose';

/** What a service does in a circuit. */
export const serviceRoles = ['gateway', 'directory', 'exchange', 'catalogue', 'audit', 'perimeter', 'circuit'] as const;
export type ServiceRole = (typeof serviceRoles)[number];

/** One service of a circuit: where it answers, and the key by which its word is known. */
export interface ServiceEntry {
  readonly name: string;
  readonly role: ServiceRole;
  /** Such as `http://127.0.0.1:4001`, without a slash at its end. */
  readonly url: string;
  /** Ed25519 (RFC 8037). */
  readonly publicKey: JWK;
}

/** The services of this circuit. Who is not in it is a stranger. */
export class ServiceRegistry {
  readonly #entries: ReadonlyMap<string, ServiceEntry>;

  constructor(entries: readonly ServiceEntry[]) {
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
  }

  find(name: string): ServiceEntry | undefined {
    return this.#entries.get(name);
  }

  /** The service of this name; throws `Refusal('SERVICE_UNAVAILABLE')` where the circuit has none. */
  entry(name: string): ServiceEntry {
    const found = this.#entries.get(name);
    if (found === undefined) throw new Refusal('SERVICE_UNAVAILABLE');
    return found;
  }

  ofRole(role: ServiceRole): readonly ServiceEntry[] {
    return [...this.#entries.values()].filter((entry) => entry.role === role);
  }
}

/** Reads `services.json`: an array of entries, written by the circuit. Throws where it is not that. */
export function readRegistry(file: string): ServiceRegistry {
  const entries: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(entries) || !entries.every(isServiceEntry)) throw new Error(`${file} is no list of services`);
  return new ServiceRegistry(entries);
}

/** Whether a value names a role. */
export const isServiceRole = (value: unknown): value is ServiceRole => serviceRoles.some((role) => role === value);

function isServiceEntry(value: unknown): value is ServiceEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { name, role, url, publicKey } = value as Partial<Record<keyof ServiceEntry, unknown>>;
  return (
    typeof name === 'string' &&
    isServiceRole(role) &&
    typeof url === 'string' &&
    /^https?:\/\/[^/]+$/.test(url) &&
    typeof publicKey === 'object' &&
    publicKey !== null
  );
}
