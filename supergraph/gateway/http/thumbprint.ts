import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/**
 * SHA-256 over the certificate that the caller's connection showed, base64url (`x5t#S256`, RFC 8705 §3.1), where an authority that is named for
 * callers issued it; null without one. Worked out once for each connection.
 */
export function thumbprintOf({ socket }: IncomingMessage): string | null {
  if (!(socket instanceof TLSSocket)) return null;
  const known = thumbprints.get(socket);
  if (known !== undefined) return known;
  const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
  const thumbprint = certificate ? createHash('sha256').update(certificate.raw).digest('base64url') : null;
  thumbprints.set(socket, thumbprint);
  return thumbprint;
}

const thumbprints = new WeakMap<TLSSocket, string | null>();
