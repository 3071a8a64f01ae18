import { type InstitutionCode, parseInstitutionCode, Refusal } from '@chancery/domain';
import type { DirectoryCopy } from '@chancery/trust';

/** Whom one server answers for. §1.2 In `hosted` too the institution is the code, never the server. */
export interface Members {
  serves(code: InstitutionCode): Promise<boolean>;
}

/** The institutions that a server is for: those named, or all that live on it by the directory's word. */
export function membersOf(
  server: string,
  institutions: readonly string[] | 'hosted',
  directory: Pick<DirectoryCopy, 'findInstitution'>,
): Members {
  if (institutions === 'hosted') return { serves: async (code) => (await directory.findInstitution(code))?.server === server };
  const codes = new Set(institutions.map(parseInstitutionCode));
  return { serves: async (code) => codes.has(code) };
}

/** Lets the institutions of this server pass; throws `WRONG_PERIMETER`. §1.2 */
export async function requireServed(members: Members, code: InstitutionCode): Promise<void> {
  if (!(await members.serves(code))) throw new Refusal('WRONG_PERIMETER');
}
