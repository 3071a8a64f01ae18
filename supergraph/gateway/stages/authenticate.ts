import { type Caller, Refusal } from '@chancery/domain';
import { attributes } from '@chancery/observability';
import type { AccessTokens, DirectoryCopy } from '@chancery/trust';
import type { OperationRequest, Passage, Stage } from '../passage.ts';

/**
 * Who asks (§2.1, §2.2). Without a token nobody asks, and policy refuses each field; a token that is no good ends the passage.
 * Name, institution and duties are the directory's word, not the token's.
 */
export const authenticate = (
  tokens: Pick<AccessTokens, 'read' | 'readKnown'>,
  directory: Pick<DirectoryCopy, 'official' | 'findOfficial' | 'callerOf'>,
): Stage => ({
  name: 'authenticate',
  run(passage): Promise<void> | void {
    const { request, startedAt } = passage;
    const known = knownAsker(tokens, directory, request, startedAt);
    if (known === undefined) return askerBy(tokens, directory, request, startedAt).then((asker) => note(passage, asker));
    note(passage, known);
  },
});

type Asking = Pick<Passage, 'scopes' | 'client'> & { readonly caller: Caller };

function note(passage: Passage, asker: Asking | null): void {
  if (asker === null) return;
  passage.caller = asker.caller;
  passage.scopes = asker.scopes;
  passage.client = asker.client;
  passage.span.set(attributes.institution, asker.caller.institution);
}

/** Who asks, where there is nothing to wait for; undefined for a token or an official that is not known yet. */
function knownAsker(
  tokens: Pick<AccessTokens, 'readKnown'>,
  directory: Pick<DirectoryCopy, 'official' | 'callerOf'>,
  { authorization, certificate }: Pick<OperationRequest, 'authorization' | 'certificate'>,
  now: Date,
): Asking | null | undefined {
  const claims = tokens.readKnown(authorization, certificate);
  if (claims == null) return claims;
  const official = directory.official(claims.official);
  if (official === undefined) return undefined;
  return { caller: directory.callerOf(official, claims.institution, now), scopes: claims.scopes, client: claims.client };
}

/** Who asks, by the token that came; nobody without one. */
export async function askerBy(
  tokens: Pick<AccessTokens, 'read'>,
  directory: Pick<DirectoryCopy, 'official' | 'findOfficial' | 'callerOf'>,
  { authorization, certificate }: Pick<OperationRequest, 'authorization' | 'certificate'>,
  now: Date,
): Promise<Asking | null> {
  const claims = await tokens.read(authorization, certificate);
  if (claims === null) return null;
  const official = directory.official(claims.official) ?? (await directory.findOfficial(claims.official));
  if (official === undefined) throw new Refusal('OFFICIAL_UNKNOWN');
  return { caller: directory.callerOf(official, claims.institution, now), scopes: claims.scopes, client: claims.client };
}
