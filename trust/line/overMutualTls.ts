import { type ConnectionOptions, checkServerIdentity, connect, createSecureContext, type TLSSocket } from 'node:tls';
import { certificatesChannel, type ShownCertificate } from '../certificateWatch.ts';
import type { TlsMaterial } from '../credentials.ts';
import type { Open } from './carried.ts';

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
    const socket = connect(withReading, () => {
      if (certificatesChannel.hasSubscribers) tell(service, endOf(socket));
      ready();
    });
    // One that has ended is not believed, and told of all the same.
    socket.once('error', (error) => {
      if (certificatesChannel.hasSubscribers && 'code' in error && error.code === 'CERT_HAS_EXPIRED') tell(service, 'past');
    });
    return socket;
  };
}

const tell = (service: string, until: ShownCertificate['until']): void =>
  certificatesChannel.publish({ service, until } satisfies ShownCertificate);

const endOf = (socket: TLSSocket): number => Date.parse(socket.getPeerX509Certificate()?.validTo ?? '');
