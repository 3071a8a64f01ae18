import type { X509Certificate } from 'node:crypto';
import type { ServiceRegistry } from './registry.ts';

/** Who is at the other end of a connection, by its certificate (RFC 5280, RFC 9525). */
export interface Peer {
  /** Its name in the registry. */
  readonly name: string;
  /** When its certificate ends; milliseconds since 1970. */
  readonly until: number;
  /** Which certificate it is: SHA-256. */
  readonly certificate: string;
}

/**
 * The service that a certificate names, by its alternative names alone; undefined where it names none of the registry, more than one, or is not
 * valid now. That an authority of ours signed it is checked before, by TLS.
 */
export function peerOf(certificate: X509Certificate, registry: ServiceRegistry, now = Date.now()): Peer | undefined {
  const named = registry.names.filter((name) => certificate.checkHost(name, strictly) !== undefined);
  const [name] = named;
  const until = Date.parse(certificate.validTo);
  const isNow = Date.parse(certificate.validFrom) <= now && now < until;
  return name !== undefined && named.length === 1 && isNow ? { name, until, certificate: certificate.fingerprint256 } : undefined;
}

const strictly = { subject: 'never', wildcards: false } as const;
