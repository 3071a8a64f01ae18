import { EXCHANGE, type InstitutionCode, parseInstitutionCode, Refusal } from '@chancery/domain';
import type { DirectoryCopy } from '@chancery/trust';

/** How many addressees one dispatch takes. §7.1 */
export const MOST_ADDRESSEES = 200;

/** The addressees that an official named, each once; throws `NO_ADDRESSEE`, `TOO_MANY_ADDRESSEES`, `MALFORMED_ID`. §7.1 */
export function parseAddressees(codes: readonly string[]): readonly InstitutionCode[] {
  if (codes.length === 0) throw new Refusal('NO_ADDRESSEE');
  if (codes.length > MOST_ADDRESSEES) throw new Refusal('TOO_MANY_ADDRESSEES');
  return [...new Set(codes.map(parseInstitutionCode))];
}

/** Lets only members of the exchange be addressed, and never the sender itself; throws `ADDRESSEE_UNKNOWN`, `ADDRESSEE_IS_SENDER`. §7.2, §7.3 */
export async function requireMembers(
  directory: DirectoryCopy,
  addressees: readonly InstitutionCode[],
  sender: InstitutionCode,
): Promise<void> {
  for (const code of addressees) {
    if (code === EXCHANGE || (await directory.findInstitution(code)) === undefined)
      throw new Refusal('ADDRESSEE_UNKNOWN', `Look at ${code}.`);
  }
  if (addressees.includes(sender)) throw new Refusal('ADDRESSEE_IS_SENDER');
}
