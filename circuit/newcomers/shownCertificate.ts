import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import type { ServiceEntry } from '@chancery/trust';
import { certificateFiles, type Home } from '../supervisor/home.ts';
import { CIRCUIT } from '../supervisor/keys.ts';

const SHOWN_MS = 3_000;

/**
 * When the certificate ends that a service shows now, milliseconds since 1970; undefined where it shows none. It is looked at, not believed: also
 * one that has ended, and one of an authority that was changed.
 */
export function shownUntil(home: Home, { name, url }: Pick<ServiceEntry, 'name' | 'url'>): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  const { cert, key } = certificateFiles(home, CIRCUIT);
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const own = { cert: readFileSync(cert), key: readFileSync(key), rejectUnauthorized: false, minVersion: 'TLSv1.3' } as const;
  const socket = connect({ host: hostname, port: Number(port || 443), servername: name, timeout: SHOWN_MS, ...own });
  socket.once('secureConnect', () => {
    const certificate = socket.getPeerX509Certificate();
    resolve(certificate === undefined ? undefined : Date.parse(certificate.validTo));
    socket.destroy();
  });
  for (const end of ['error', 'timeout', 'close'] as const)
    socket.once(end, () => {
      resolve(undefined);
      socket.destroy();
    });
  return promise;
}
