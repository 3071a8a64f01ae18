import type { X509Certificate } from 'node:crypto';
import type { OfficialId } from '@chancery/domain';
import { exportJWK } from 'jose';
import type { AdapterPayload, ClientMetadata } from 'oidc-provider';

/** What tokens are asked for: the whole exchange. */
export const RESOURCE = 'urn:chancery:exchange';
export const SCOPE = 'exchange';

/** The exchange's own web application, and whatever else runs on the official's machine: public, so with PKCE; back on loopback, on any port. */
export const console: ClientMetadata = {
  client_id: 'chancery-console',
  client_name: 'Chancery',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: ['http://127.0.0.1/signed-in'],
  post_logout_redirect_uris: ['http://127.0.0.1/signed-out'],
};

/** By what a system is known: one certificate, or any of the circuit's authority that bears a name. */
export type SystemProof = { readonly certificate: X509Certificate } | { readonly name: string };

/** A system as a client of the issuer: it asks by its certificate, and what it gets is good with that certificate alone (RFC 8705, §2.7). */
export async function systemClient(account: OfficialId, proof: SystemProof): Promise<AdapterPayload> {
  return {
    client_id: account,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    tls_client_certificate_bound_access_tokens: true,
    ...('name' in proof
      ? { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: proof.name }
      : { token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks: { keys: [await keyIn(proof.certificate)] } }),
  };
}

const keyIn = async (certificate: X509Certificate) => ({
  ...(await exportJWK(certificate.publicKey)),
  use: 'sig' as const,
  x5c: [certificate.raw.toString('base64')],
});
