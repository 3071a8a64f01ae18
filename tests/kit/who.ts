import { demoCast, type Speaker } from '@chancery/circuit';
import { type Duty, institutionOf, parseOfficialId } from '@chancery/domain';

/** Who asks: an official by id, or whoever holds a duty in an institution of the demonstration. */
export type Who = string | { readonly institution: string; readonly duty: Duty };

/** The official who asks, acting for the own institution. */
export function speakerOf(who: Who): Speaker {
  if (typeof who !== 'string') return demoCast(who.institution, who.duty);
  const official = parseOfficialId(who);
  return { official, institution: institutionOf(official) };
}
