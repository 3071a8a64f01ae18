import type { ServiceClient } from '@chancery/trust';
import type { InstitutionSeed, OfficialSeed } from './institutions.ts';

const enrolment = 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }';
/** So that one call stays well under a second. */
const institutionsPerCall = 50;

/**
 * Enters institutions with their officials in the directory, and the first regulation; what is there already is brought up to date, or officials
 * are left as they are.
 */
export async function enrol(
  client: Pick<ServiceClient, 'ask'>,
  institutions: readonly InstitutionSeed[],
  officials: readonly OfficialSeed[],
  { newOfficialsOnly = false }: { readonly newOfficialsOnly?: boolean } = {},
): Promise<void> {
  for (let start = 0; start < institutions.length; start += institutionsPerCall) {
    const some = institutions.slice(start, start + institutionsPerCall);
    const codes = new Set(some.map(({ code }) => code));
    const own = officials.filter(({ institution }) => codes.has(institution));
    const input = { institutions: some, officials: own, newOfficialsOnly, regulation: true };
    await client.ask('directory', enrolment, { input }, { timeoutMs: 20_000 });
  }
}
