import { randomBytes } from 'node:crypto';
import { parseInstitutionCode } from '@chancery/domain';
import { demonstrationMark } from '@chancery/trust';
import {
  type AccessToken,
  type ClientCredentials,
  type Configuration,
  errors,
  type Grant,
  interactionPolicy,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type pg from 'pg';
import { type Accounts, grantIdFor, institutionOfGrant, institutionOfSystem } from './accounts.ts';
import { clientCertificate } from './clientCertificate.ts';
import { console, RESOURCE, SCOPE } from './clients.ts';
import { Entries } from './entries.ts';
import { AUDIENCE } from './issuerKey.ts';
import type { Keyring, KeysNow } from './keyring.ts';
import { sayingPage, signOutPage } from './pages.ts';

/** How long what the issuer gives out is good, in seconds. */
const minute = 60;
const workingDay = 10 * 60 * minute;
const lives = {
  AccessToken: 10 * minute,
  ClientCredentials: 10 * minute,
  AuthorizationCode: minute,
  IdToken: 10 * minute,
  Interaction: 15 * minute,
  RefreshToken: workingDay,
  Grant: workingDay,
  Session: workingDay,
};

/** What the issuer stands on. */
export interface Ground {
  readonly pool: pg.Pool;
  readonly accounts: Accounts;
  readonly cookieSecrets: Keyring['cookieSecrets'];
  readonly keys: KeysNow;
}

/** The embedded issuer as oidc-provider is told of it: authorization code with PKCE for people, certificates for systems, tokens for the exchange alone. */
export function configurationOf({ pool, accounts, cookieSecrets, keys }: Ground): Configuration {
  return {
    adapter: (model: string) => new Entries(pool, model),
    clients: [console],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clientAuthMethods: ['none', 'tls_client_auth', 'self_signed_tls_client_auth'],
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], userinfoSigningAlgValues: ['ES256'] },
    jwks: { keys: keys.published.map(({ kid, privateKey }) => ({ ...privateKey, kid, alg: 'ES256', use: 'sig' })) },
    cookies: {
      keys: [...cookieSecrets],
      names: { session: 'chancery_session', interaction: 'chancery_sign_in', resume: 'chancery_resume' },
    },
    discovery: { [demonstrationMark]: true },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub', 'name', 'institution'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: lives,
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => true,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      mTLS: { enabled: true, certificateBoundAccessTokens: true, tlsClientAuth: true, selfSignedTlsClientAuth: true, ...clientCertificate },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => show(ctx, signOutPage(form)),
        postLogoutSuccessSource: (ctx) => show(ctx, sayingPage('Signed out', 'You are signed out. You may close this window.')),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          return { scope: SCOPE, audience: AUDIENCE, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256', kid: keys.signing.kid } } };
        },
      },
    },
    interactions: { policy: policy(), url: (_ctx, { uid }) => `/sign-in/${uid}` },
    clientBasedCORS: (_ctx, origin, { clientId }) => clientId === console.client_id && isLoopback(origin),
    findAccount: async (ctx, id) => {
      const person = await accounts.findPerson(id);
      if (person === undefined) return undefined;
      const institution = institutionOfGrant(ctx.oidc.entities.Grant?.jti);
      return { accountId: person.id, claims: () => ({ sub: person.id, name: person.name, institution }) };
    },
    loadExistingGrant: (ctx) => grantOf(ctx, accounts),
    extraTokenClaims: async (_ctx, token) => ({ institution: await actingInstitution(token, accounts) }),
    renderError: (ctx, { error, error_description: what }) =>
      show(ctx, sayingPage('This did not work', `${what ?? error}. Go back to where you came from and begin again.`)),
  };
}

/** The first-party clients ask for no consent; what a person may have to say is for which institution to act. */
function policy() {
  const prompts = interactionPolicy.base();
  prompts.get('consent')?.checks.remove('native_client_prompt');
  prompts.get('login')?.checks.add(
    new interactionPolicy.Check('account_ended', 'the account may not act any more', 'login_required', ({ oidc }) => {
      return oidc.session?.accountId !== undefined && oidc.account === undefined;
    }),
  );
  return prompts;
}

/** What a client may do for an official in one institution: chosen on the page, kept with the session, or the only one that there is. */
async function grantOf(ctx: KoaContextWithOIDC, accounts: Accounts): Promise<Grant | undefined> {
  const { session, client, result, account } = ctx.oidc;
  if (session === undefined || client === undefined || account === undefined) return undefined;
  const person = await accounts.findPerson(account.accountId);
  if (person === undefined) return undefined;
  const places = accounts.placesOf(person, new Date()).map(({ code }) => code);
  const known = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const grant = known === undefined ? undefined : await ctx.oidc.provider.Grant.find(known);
  const isGood = grant?.accountId === person.id && places.some((code) => code === institutionOfGrant(grant.jti));
  if (isGood) return grant;
  const [only, ...others] = places;
  return only === undefined || others.length > 0 ? undefined : newGrant(ctx.oidc.provider, person.id, client.clientId, only);
}

/** Grants a client what it may ask for, for an official who acts for an institution. */
export async function newGrant(
  provider: KoaContextWithOIDC['oidc']['provider'],
  accountId: string,
  clientId: string,
  institution: string,
): Promise<Grant> {
  const grant = new provider.Grant({ accountId, clientId });
  grant.jti = grantIdFor(parseInstitutionCode(institution), randomBytes(32).toString('base64url'));
  grant.addOIDCScope('openid offline_access');
  grant.addResourceScope(RESOURCE, SCOPE);
  await grant.save();
  return grant;
}

/** §2.3 The institution that a token is for: the official still may act for it. */
async function actingInstitution(token: AccessToken | ClientCredentials, accounts: Accounts): Promise<string> {
  const isPerson = 'accountId' in token && typeof token.accountId === 'string';
  const account = await accounts.find(isPerson ? String(token.accountId) : (token.clientId ?? ''));
  if (account === undefined) throw new errors.InvalidGrant('the directory knows no such account');
  const institution = isPerson ? institutionOfGrant('grantId' in token ? token.grantId : undefined) : institutionOfSystem(account.id);
  if (!accounts.placesOf(account, new Date()).some(({ code }) => code === institution))
    throw new errors.InvalidGrant('no duty is held in this institution any more');
  return String(institution);
}

function show(ctx: KoaContextWithOIDC, page: string): void {
  ctx.type = 'html';
  ctx.body = page;
}

function isLoopback(origin: string): boolean {
  const url = URL.parse(origin);
  return url?.protocol === 'http:' && url.hostname === '127.0.0.1';
}
