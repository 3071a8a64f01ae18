import { type Caller, Refusal } from '@chancery/domain';
import { type CallContext, requireOwnToken } from '@chancery/kernel';
import type { Perimeter } from '../perimeter.ts';

/**
 * §2.1 A command is an official's by the official's own access token, which the perimeter checks itself (`requireOwnToken`). Nor are duties that service's word: the official holds
 * them by this perimeter's own copy of the directory (§2.3). Whom this server does not answer for can change nothing here.
 */
export async function requireOwnWord(
  { members, tokens, directory }: Pick<Perimeter, 'members' | 'tokens' | 'directory'>,
  { caller, mandate, now }: Pick<CallContext, 'caller' | 'mandate' | 'now'>,
): Promise<void> {
  if (caller === null || !(await members.serves(caller.institution))) return;
  await requireOwnToken(tokens, { caller, mandate });
  if (holds(directory, caller, now)) return;
  // A duty that was given a moment ago may have reached the gateway's copy first.
  await directory.refresh();
  if (!holds(directory, caller, now)) throw new Refusal('DUTY_REQUIRED');
}

/** Whether this perimeter's own copy gives an official all that a mandate says. */
function holds(directory: Perimeter['directory'], { official: id, institution, duties, clearance }: Caller, now: Date): boolean {
  const official = directory.official(id);
  if (official === undefined) return false;
  const known = directory.callerOf(official, institution, now);
  return duties.every((duty) => known.duties.includes(duty)) && (known.clearance || !clearance);
}
