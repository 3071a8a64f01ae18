import { type CallContext, requireOwnDuties, requireOwnToken } from '@chancery/kernel';
import type { Perimeter } from '../perimeter.ts';

/**
 * §2.1, §2.3 A command is an official's by the official's own access token, which the perimeter checks itself (`requireOwnToken`), and by the duties
 * that its own copy of the directory gives him (`requireOwnDuties`). Whom this server does not answer for can change nothing here.
 */
export async function requireOwnWord(
  { members, tokens, directory }: Pick<Perimeter, 'members' | 'tokens' | 'directory'>,
  { caller, mandate, now }: Pick<CallContext, 'caller' | 'mandate' | 'now'>,
): Promise<void> {
  if (caller === null || !(await members.serves(caller.institution))) return;
  await requireOwnToken(tokens, { caller, mandate });
  await requireOwnDuties(directory, { caller, now });
}
