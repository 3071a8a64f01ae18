import { demoCast, type Speaker } from '@chancery/circuit';
import { type Duty, institutionOf, parseOfficialId } from '@chancery/domain';

/** Who asks: an official by id, whoever holds a duty in an institution of the demonstration, or an official who acts for another institution. */
export type Who = string | { readonly institution: string; readonly duty: Duty } | Speaker;

/** The official who asks; acting for the own institution where it is not said. */
export function speakerOf(who: Who): Speaker {
  if (typeof who !== 'string' && 'official' in who) return who;
  if (typeof who !== 'string') return demoCast(who.institution, who.duty);
  const official = parseOfficialId(who);
  return { official, institution: institutionOf(official) };
}
