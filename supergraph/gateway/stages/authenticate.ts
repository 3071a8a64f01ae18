import { type Caller, Refusal } from '@chancery/domain';
import { attributes } from '@chancery/observability';
import type { AccessTokens, DirectoryCopy } from '@chancery/trust';
import type { OperationRequest, Passage, Stage } from '../passage.ts';

/**
 * Who asks (§2.1, §2.2). Without a token nobody asks, and policy refuses each field; a token that is no good ends the passage.
 * Name, institution and duties are the directory's word, not the token's.
 */
export const authenticate = (
  tokens: Pick<AccessTokens, 'read'>,
  directory: Pick<DirectoryCopy, 'official' | 'findOfficial' | 'callerOf'>,
): Stage => ({
  name: 'authenticate',
  async run(passage) {
    const asker = await askerBy(tokens, directory, passage.request, passage.startedAt);
    if (asker === null) return;
    Object.assign(passage, asker);
    passage.span.set(attributes.institution, asker.caller.institution);
  },
});

/** Who asks, by the token that came; nobody without one. */
export async function askerBy(
  tokens: Pick<AccessTokens, 'read'>,
  directory: Pick<DirectoryCopy, 'official' | 'findOfficial' | 'callerOf'>,
  { authorization, certificate }: Pick<OperationRequest, 'authorization' | 'certificate'>,
  now: Date,
): Promise<(Pick<Passage, 'scopes' | 'client'> & { readonly caller: Caller }) | null> {
  const claims = await tokens.read(authorization, certificate);
  if (claims === null) return null;
  const official = directory.official(claims.official) ?? (await directory.findOfficial(claims.official));
  if (official === undefined) throw new Refusal('OFFICIAL_UNKNOWN');
  return { caller: directory.callerOf(official, claims.institution, now), scopes: claims.scopes, client: claims.client };
}
