import { Refusal } from '@chancery/domain';
import type { AccessTokens } from '@chancery/trust';
import type { CallContext } from './context.ts';

/**
 * §2.1 A command is an official's by the official's own access token, which the service that carries it out checks itself: nobody decides, signs or
 * withdraws in an official's name by another service's word, though that service be the gateway (DESIGN §6). Throws `UNAUTHENTICATED` where the
 * mandate carries no token or another's, and what `AccessTokens.verify` throws.
 */
export async function requireOwnToken(
  tokens: Pick<AccessTokens, 'verify'>,
  { caller, mandate }: Pick<CallContext, 'caller' | 'mandate'>,
): Promise<void> {
  if (caller === null) return;
  if (mandate.token === null) throw new Refusal('UNAUTHENTICATED');
  const { official, institution } = await tokens.verify(mandate.token);
  if (official !== caller.official || institution !== caller.institution) throw new Refusal('UNAUTHENTICATED');
}
