import type { TokenOptions } from './accessTokens.ts';
import { refuseInProduction } from './production.ts';
import { profileOf } from './profile.ts';

/**
 * Whose tokens a service believes, from its environment: `CHANCERY_OIDC_ISSUER`, `CHANCERY_OIDC_AUDIENCE`, `CHANCERY_OIDC_JWKS` (a file or URL,
 * for an issuer without discovery), `CHANCERY_OIDC_OFFICIAL_CLAIM`, `CHANCERY_OIDC_INSTITUTION_CLAIM`, `CHANCERY_OIDC_CA` (a PEM file).
 * Throws in production where the issuer is not one to be believed in earnest (§2.8).
 */
export function tokenOptionsOf(environment: NodeJS.ProcessEnv): TokenOptions {
  const value = (name: string): string | undefined => environment[`CHANCERY_OIDC_${name}`] || undefined;
  const issuer = value('ISSUER');
  if (issuer === undefined) throw new Error('CHANCERY_OIDC_ISSUER is not set: it names the issuer whose tokens are believed.');
  if (!URL.canParse(issuer)) throw new Error(`CHANCERY_OIDC_ISSUER is the issuer's URL, not ${issuer}.`);
  const isPlain = !issuer.startsWith('https:');
  const isPlainKeys = value('JWKS')?.startsWith('http:') === true;
  refuseInProduction(environment, [
    isPlainKeys ? 'CHANCERY_OIDC_JWKS leads to keys without TLS. It begins with https, or names a file.' : undefined,
    isPlain ? 'CHANCERY_OIDC_ISSUER leads to an issuer without TLS. It begins with https.' : undefined,
  ]);
  return {
    issuer,
    jwks: value('JWKS'),
    audience: value('AUDIENCE'),
    officialClaim: value('OFFICIAL_CLAIM'),
    institutionClaim: value('INSTITUTION_CLAIM'),
    ca: value('CA'),
    isInEarnest: profileOf(environment) === 'production',
  };
}
