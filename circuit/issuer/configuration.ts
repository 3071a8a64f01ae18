import { demonstrationMark } from '@chancery/trust';
import { type Configuration, errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type pg from 'pg';
import { type Accounts, institutionOfGrant } from './accounts.ts';
import { clientCertificate } from './clientCertificate.ts';
import { console, RESOURCE, SCOPE } from './clients.ts';
import { Entries } from './entries.ts';
import { actingInstitution, grantOf } from './grants.ts';
import { AUDIENCE } from './issuerKey.ts';
import type { Keyring, KeysNow } from './keyring.ts';
import { sayingPage, signOutPage } from './pages.ts';
import type { SignInRecords } from './signInRecords.ts';

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
  readonly records: SignInRecords;
  readonly cookieSecrets: Keyring['cookieSecrets'];
  readonly keys: KeysNow;
}

/** The embedded issuer as oidc-provider is told of it: authorization code with PKCE for people, certificates for systems, tokens for the exchange alone. */
export function configurationOf({ pool, accounts, records, cookieSecrets, keys }: Ground): Configuration {
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
    extraTokenClaims: async (_ctx, token) => ({ institution: await actingInstitution(token, accounts, records) }),
    renderError: (ctx, { error, error_description: what }) =>
      show(ctx, sayingPage('This did not work', `${what ?? error}. Go back to where you came from and begin again.`)),
  };
}

/**
 * Any program of the machine may ask in the name of a client that comes back on loopback: it gets nothing until a person has acted in this very
 * sign-in, by the password or by a word on the page (RFC 8252 §8.6). The library would ask for that word behind the password, too.
 */
function policy() {
  const prompts = interactionPolicy.base();
  const consent = prompts.get('consent')?.checks;
  consent?.remove('native_client_prompt');
  consent?.add(
    new interactionPolicy.Check('native_client_prompt', 'a person lets a native client act', 'interaction_required', ({ oidc }) => {
      return oidc.client?.applicationType === 'native' && oidc.result?.login === undefined && oidc.result?.consent === undefined;
    }),
    0,
  );
  prompts.get('login')?.checks.add(
    new interactionPolicy.Check('account_ended', 'the account may not act any more', 'login_required', ({ oidc }) => {
      return oidc.session?.accountId !== undefined && oidc.account === undefined;
    }),
  );
  return prompts;
}

function show(ctx: KoaContextWithOIDC, page: string): void {
  ctx.type = 'html';
  ctx.body = page;
}

function isLoopback(origin: string): boolean {
  const url = URL.parse(origin);
  return url?.protocol === 'http:' && url.hostname === '127.0.0.1';
}
