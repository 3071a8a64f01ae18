import { readFileSync } from 'node:fs';
import { Refusal } from '@chancery/domain';
import type { JWK } from 'jose';
import { followFiles } from './followFiles.ts';

/** What a service does in a circuit. */
export const serviceRoles = ['gateway', 'directory', 'exchange', 'catalogue', 'audit', 'perimeter', 'issuer', 'circuit'] as const;
export type ServiceRole = (typeof serviceRoles)[number];

/** One service of a circuit: where it answers, and the key by which its word is known. */
export interface ServiceEntry {
  readonly name: string;
  readonly role: ServiceRole;
  /** Such as `https://127.0.0.1:4001`, without a slash at its end; only the gateway's, which no service calls, may be `http:`. */
  readonly url: string;
  /** Ed25519 (RFC 8037). */
  readonly publicKey: JWK;
  /** A second key that is believed as well while one takes the place of the other. */
  readonly otherKey?: JWK;
}

/** The services of this circuit. Who is not in it is a stranger. */
export class ServiceRegistry {
  #entries: ReadonlyMap<string, ServiceEntry>;

  constructor(entries: readonly ServiceEntry[]) {
    this.#entries = byName(entries);
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
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

  /** Everyone at once: a service is moved, or its key changes. */
  replace(entries: readonly ServiceEntry[]): void {
    this.#entries = byName(entries);
  }
}

/** Reads `services.json`: an array of entries, written by the circuit, and takes over what is put in its place later. Throws where it is not that. */
export function readRegistry(file: string): ServiceRegistry {
  const entries = followFiles(
    [file],
    () => readEntries(file),
    (later) => registry.replace(later),
  );
  const registry = new ServiceRegistry(entries);
  return registry;
}

/** Whether a value names a role. */
export const isServiceRole = (value: unknown): value is ServiceRole => serviceRoles.some((role) => role === value);

const byName = (entries: readonly ServiceEntry[]) => new Map(entries.map((entry) => [entry.name, entry]));

function readEntries(file: string): readonly ServiceEntry[] {
  const entries: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(entries) || !entries.every(isServiceEntry)) throw new Error(`${file} is no list of services`);
  return entries;
}

function isServiceEntry(value: unknown): value is ServiceEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { name, role, url, publicKey, otherKey } = value as Partial<Record<keyof ServiceEntry, unknown>>;
  return (
    typeof name === 'string' &&
    isServiceRole(role) &&
    typeof url === 'string' &&
    /^https?:\/\/[^/]+$/.test(url) &&
    (role === 'gateway' || url.startsWith('https:')) &&
    isObject(publicKey) &&
    (otherKey === undefined || isObject(otherKey))
  );
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
