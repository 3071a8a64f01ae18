import type { ServiceRole } from '@chancery/trust';
import { allServices, type ServiceRow } from '../services.ts';

/** A part of the network that the rest reaches only along the flows that are listed. */
export type Segment = 'outside' | 'edge' | 'exchange' | 'perimeter' | 'databases' | 'operations';

/** What each segment is, for who draws the network. */
export const segments: Readonly<Record<Segment, string>> = {
  outside: 'people’s browsers, institutions’ applications, the issuer at which people sign in',
  edge: 'the gateway: the only one who is reached from outside',
  exchange: 'the exchange’s own services, one host or several',
  perimeter: 'one for each institution: its server, and nothing of another institution',
  databases: 'one database for each service, on a server of its own or shared with roles that reach nothing else',
  operations: 'the operator’s host (supervisor, migrations, commands) and the collector of telemetry',
};

/** Who listens, or only calls. */
export interface Place {
  readonly name: string;
  readonly role: ServiceRole | 'database' | 'issuer' | 'telemetry' | 'clients';
  readonly segment: Segment;
  /** Where it listens unless the operator chooses another port; null for who only calls. */
  readonly port: number | null;
  readonly protocol: string;
}

const mutualTls = 'HTTP/1.1 over mutual TLS 1.3';

const placeOf = ({ name, role, preferredPort }: ServiceRow): Place => {
  if (role === 'gateway') return { name, role, segment: 'edge', port: preferredPort, protocol: 'HTTPS' };
  return { name, role, segment: role === 'perimeter' ? 'perimeter' : 'exchange', port: preferredPort, protocol: mutualTls };
};

/** The one list of who listens in a circuit, and where: documents, rules of firewalls and the scan of a running circuit are made from it. */
export const places: readonly Place[] = [
  ...allServices().map(placeOf),
  { name: 'database', role: 'database', segment: 'databases', port: 5432, protocol: 'PostgreSQL over TLS (sslmode=verify-full)' },
  { name: 'telemetry', role: 'telemetry', segment: 'operations', port: 4318, protocol: 'OTLP over HTTP' },
  { name: 'issuer', role: 'issuer', segment: 'outside', port: 443, protocol: 'HTTPS (OpenID Connect)' },
  { name: 'circuit', role: 'circuit', segment: 'operations', port: null, protocol: '' },
  { name: 'clients', role: 'clients', segment: 'outside', port: null, protocol: '' },
];

/** Those who listen. */
export const listeners: readonly (Place & { readonly port: number })[] = places.flatMap((place) =>
  place.port === null ? [] : [{ ...place, port: place.port }],
);

/** The place of a name; throws where there is none, and names those that there are. */
export function placeNamed(name: string): Place {
  const found = places.find((place) => place.name === name);
  if (!found) throw new Error(`There is no place ${name}. There are: ${places.map((place) => place.name).join(', ')}`);
  return found;
}
