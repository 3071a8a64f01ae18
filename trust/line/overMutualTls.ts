import { type ConnectionOptions, checkServerIdentity, connect, createSecureContext } from 'node:tls';
import type { TlsMaterial } from '../credentials.ts';
import type { Open } from './connection.ts';

/**
 * Opens connections to a service over TLS 1.3 in which both sides show a certificate, and the other side's names this service. Both look at each
 * other's certificate in every handshake: none is cut short by an earlier one.
 */
export function overMutualTls(service: string, url: string, { cert, key, ca }: TlsMaterial): Open {
  const { hostname, port } = new URL(url);
  const options: ConnectionOptions = {
    host: hostname,
    port: Number(port === '' ? 443 : port),
    servername: service,
    secureContext: createSecureContext({ cert, key, ca, minVersion: 'TLSv1.3' }),
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true,
    checkServerIdentity: (_host, certificate) => checkServerIdentity(service, certificate),
  };
  return (onread, ready) => {
    // Node's types do not know that a TLS socket takes what any socket takes.
    const withReading: ConnectionOptions = { ...options, onread } as ConnectionOptions;
    return connect(withReading, ready);
  };
}
