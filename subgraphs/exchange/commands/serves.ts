import type { DirectoryCopy, Mandate } from '@chancery/trust';

/** Whether the perimeter that calls is the one that answers for an institution. §1.2 */
export async function serves(directory: DirectoryCopy, { issuer }: Mandate, institution: string): Promise<boolean> {
  return (await directory.findInstitution(institution))?.server === issuer;
}
