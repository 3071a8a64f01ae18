import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { type Accounts, institutionOfGrant, officialIdIn, officialOfGrant } from './accounts.ts';
import type { SignInRecords } from './signInRecords.ts';

/** Puts on record what oidc-provider does by itself: signing out, ending what an application was given, refusing a system. §10.1 */
export function recordEvents(provider: Provider, accounts: Accounts, records: SignInRecords): void {
  provider.on('end_session.success', (ctx) => {
    const official = ctx.oidc.session?.accountId;
    if (official === undefined || ctx.oidc.params?.logout === undefined) return;
    records.note({ act: 'signOut', official, institution: ownInstitution(official), application: applicationOf(ctx) });
  });
  // At the application's own wish, or because a code or a refresh token was used twice. Who signs out ends it all, which is one act.
  provider.on('grant.revoked', (ctx, grantId) => {
    if (ctx.oidc.route === 'end_session_confirm') return;
    const institution = institutionOfGrant(grantId) ?? null;
    records.note({ act: 'revokeTokens', official: officialOfGrant(grantId), institution, application: applicationOf(ctx) });
  });
  provider.on('grant.error', (ctx) => {
    if (ctx.oidc.body?.grant_type !== 'client_credentials') return;
    const asked = ctx.oidc.client?.clientId ?? ctx.oidc.body.client_id;
    const official = accounts.known(officialIdIn(String(asked)));
    const institution = official && ownInstitution(official);
    records.refuse({ act: 'signIn', official, institution, application: official, code: 'UNAUTHENTICATED' });
  });
}

const applicationOf = ({ oidc }: KoaContextWithOIDC): string | null => oidc.client?.clientId ?? null;

const ownInstitution = (official: string): string => official.slice(0, official.indexOf(':'));
