import { existsSync } from 'node:fs';
import { Refusal } from '@chancery/domain';
import { type InstitutionEntry, readRegistry, Unreachable } from '@chancery/trust';
import { PerimeterOperator } from '../client/perimeterOperator.ts';
import type { Home } from './home.ts';
import { operatorOf } from './keys.ts';

export type Say = (line: string) => void;

/** Puts new seals in the place of those of institutions, one after the other, of all that have one where none is named. §5.9 */
export const renewSeals = (home: Home, codes: readonly string[], revokedSince: Date | null, say: Say): Promise<void> =>
  forEachInstitution(home, codes, say, async (operator, institution) => {
    const { seal, at, endorsed } = await operator.renewSeal(institution, revokedSince);
    if (seal === null) return 'has no seal yet: it is made when something is sealed or signed for the first time';
    const before = `the earlier ones ended at ${revokedSince?.toISOString() ?? at}`;
    return `seals with ${seal} since ${at}; ${before}; officials’ keys endorsed anew: ${endorsed ?? 0}`;
  });

/** Gives new keys to the officials of institutions whose keys a server holds, of all where none is named. §5.9 */
export const renewOfficialKeys = (home: Home, codes: readonly string[], say: Say): Promise<void> =>
  forEachInstitution(
    home,
    codes,
    say,
    async (operator, institution) => `new officials’ keys: ${await operator.renewOfficialKeys(institution)}`,
  );

/** Goes on with the others where one fails, and throws in the end: whoever is named there keeps what it had, and can be asked again. */
export async function forEachInstitution(
  home: Home,
  codes: readonly string[],
  say: Say,
  renew: (operator: PerimeterOperator, institution: InstitutionEntry) => Promise<string>,
): Promise<void> {
  if (!existsSync(home.services)) throw new Error('There is no circuit here. Start one: npm start');
  const operator = new PerimeterOperator(operatorOf(home), readRegistry(home.services));
  try {
    const institutions = chosen(await membersOf(operator), codes);
    const failed: string[] = [];
    for (const institution of institutions) {
      const done = await renew(operator, institution).catch((error: unknown) => {
        if (codes.length === 0 && error instanceof Refusal && error.code === 'NOT_OFFERED') return 'left out: its own system sees to that';
        failed.push(`${institution.code} (${error instanceof Error ? error.message : String(error)})`);
        return null;
      });
      if (done !== null) say(`${institution.code}: ${done}`);
    }
    if (failed.length > 0) throw new Error(`Not done for ${failed.join(', ')}. Run it again for these.`);
  } finally {
    await operator.close();
  }
}

const membersOf = (operator: PerimeterOperator): Promise<readonly InstitutionEntry[]> =>
  operator.institutions().catch((error: unknown) => {
    if (!(error instanceof Unreachable)) throw error;
    throw new Error('The directory does not answer. Where the circuit does not run, start it: npm start', { cause: error });
  });

function chosen(institutions: readonly InstitutionEntry[], codes: readonly string[]): readonly InstitutionEntry[] {
  const known = new Set<string>(institutions.map(({ code }) => code));
  const strangers = codes.filter((code) => !known.has(code));
  if (strangers.length > 0) throw new Error(`There is no institution ${strangers.join(', ')}. There are: ${[...known].join(', ')}`);
  return codes.length === 0 ? institutions : institutions.filter(({ code }) => codes.includes(code));
}
