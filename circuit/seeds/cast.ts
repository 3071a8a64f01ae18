import { type Duty, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import type { Cast } from '../client/documentSteps.ts';
import { type OfficialSeed, officialSeeds } from './institutions.ts';

/** Who acts, among these officials; throws where nobody holds the duty there, a mistake of whoever asks. */
export function castOf(officials: readonly OfficialSeed[]): Cast {
  const speakers = new Map(officials.flatMap((official) => official.duties.map((duty) => [role(official.institution, duty), official])));
  return (institution, duty) => {
    const official = speakers.get(role(institution, duty));
    if (!official) throw new Error(`Nobody holds the duty of ${duty} in ${institution}.`);
    return { official: parseOfficialId(official.id), institution: parseInstitutionCode(institution) };
  };
}

/** Who acts in the demonstration. */
export const demoCast: Cast = castOf(officialSeeds);

function role(institution: string, duty: Duty): string {
  return `${institution} ${duty}`;
}
