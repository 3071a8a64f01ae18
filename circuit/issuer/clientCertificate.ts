import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { KoaContextWithOIDC } from 'oidc-provider';

/** How the issuer knows a system by the certificate of its connection (RFC 8705 §2). */
export const clientCertificate = {
  getCertificate: (ctx: KoaContextWithOIDC): string | undefined => peerCertificateOf(ctx.req.socket)?.toString(),

  /** It comes from one of the authorities that the issuer's server knows. */
  certificateAuthorized: ({ req }: KoaContextWithOIDC): boolean => req.socket instanceof TLSSocket && req.socket.authorized,

  /** The one name by which a system is registered: a DNS name in its certificate. */
  certificateSubjectMatches(ctx: KoaContextWithOIDC, property: string, expected: string): boolean {
    const certificate = peerCertificateOf(ctx.req.socket);
    return property === 'tls_client_auth_san_dns' && certificate !== null && namesOf(certificate).includes(expected);
  },
};

/** The DNS names of a certificate. Node quotes what could be mistaken for two names: those are nobody's here. */
const namesOf = ({ subjectAltName = '' }: X509Certificate): readonly string[] =>
  subjectAltName
    .split(', ')
    .filter((name) => name.startsWith('DNS:'))
    .map((name) => name.slice('DNS:'.length));

const peerCertificateOf = (socket: Socket): X509Certificate | null =>
  socket instanceof TLSSocket ? (socket.getPeerX509Certificate() ?? null) : null;
