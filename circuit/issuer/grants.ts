import { randomBytes } from 'node:crypto';
import { parseInstitutionCode, Refusal } from '@chancery/domain';
import { type AccessToken, type ClientCredentials, errors, type Grant, type KoaContextWithOIDC } from 'oidc-provider';
import { type Accounts, grantIdFor, institutionOfGrant, institutionOfSystem } from './accounts.ts';
import { RESOURCE, SCOPE } from './clients.ts';
import type { SignInRecords } from './signInRecords.ts';

/** What a client may do for an official in one institution: chosen on the page, kept with the session, or the only one that there is. */
export async function grantOf(ctx: KoaContextWithOIDC, accounts: Accounts): Promise<Grant | undefined> {
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
  grant.jti = grantIdFor(parseInstitutionCode(institution), accountId, randomBytes(32).toString('base64url'));
  grant.addOIDCScope('openid offline_access');
  grant.addResourceScope(RESOURCE, SCOPE);
  await grant.save();
  return grant;
}

/** §2.3 The institution that a token is for: the official still may act for it. A system signs in with each token that it asks for. */
export async function actingInstitution(
  token: AccessToken | ClientCredentials,
  accounts: Accounts,
  records: SignInRecords,
): Promise<string> {
  const isPerson = 'accountId' in token && typeof token.accountId === 'string';
  const account = await accounts.find(isPerson ? String(token.accountId) : (token.clientId ?? ''));
  if (account === undefined) throw new errors.InvalidGrant('the directory knows no such account');
  const institution = isPerson ? institutionOfGrant('grantId' in token ? token.grantId : undefined) : institutionOfSystem(account.id);
  if (!accounts.placesOf(account, new Date()).some(({ code }) => code === institution))
    throw new errors.InvalidGrant('no duty is held in this institution any more');
  if (!isPerson) await enter(account.id, String(institution), records);
  return String(institution);
}

async function enter(system: string, institution: string, records: SignInRecords): Promise<void> {
  try {
    await records.put({ act: 'signIn', official: system, institution, application: system });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new errors.TemporarilyUnavailable(error.message);
  }
}
