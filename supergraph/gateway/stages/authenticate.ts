import { Refusal } from '@chancery/domain';
import { attributes } from '@chancery/observability';
import type { AccessTokens, DirectoryCopy } from '@chancery/trust';
import type { Stage } from '../passage.ts';

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
    const claims = await tokens.read(passage.request.authorization, passage.request.certificate);
    if (claims === null) return;
    const official = directory.official(claims.official) ?? (await directory.findOfficial(claims.official));
    if (official === undefined) throw new Refusal('OFFICIAL_UNKNOWN');
    passage.caller = directory.callerOf(official, claims.institution, passage.startedAt);
    passage.span.set(attributes.institution, passage.caller.institution);
  },
});
