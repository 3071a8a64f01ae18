import type { Duty } from '@chancery/domain';
import type { InstitutionSeed, OfficialSeed } from '../seeds/institutions.ts';
import type { RegisterRow } from './registerRow.ts';

/** The recipient of every letter of the register. */
export const RECIPIENT = 'OMB';

const senderDuties: readonly Duty[] = ['CLERK', 'REGISTRAR', 'SIGNATORY'];
const recipientDuties: readonly Duty[] = ['CLERK', 'REGISTRAR', 'SIGNATORY', 'EXECUTOR'];

export interface Participants {
  readonly institutions: readonly InstitutionSeed[];
  readonly officials: readonly OfficialSeed[];
}

/** Who takes part in a replay: every sender of the rows and OMB, all of them hosted, each with the officials that it needs. */
export function participantsOf(rows: readonly RegisterRow[]): Participants {
  const senders = new Map(rows.map(({ sender, senderName }) => [sender, senderName]));
  return {
    institutions: [hosted(RECIPIENT, 'Office of Management and Budget'), ...[...senders].map(([code, name]) => hosted(code, name))],
    officials: [...staff(RECIPIENT, recipientDuties), ...[...senders.keys()].flatMap((code) => staff(code, senderDuties))],
  };
}

const hosted = (code: string, name: string): InstitutionSeed => ({ code, name, parent: null, sector: 'government', server: null });

// The register names no people: its officials are called by their duty.
const staff = (institution: string, duties: readonly Duty[]): readonly OfficialSeed[] =>
  duties.map((duty) => ({
    id: `${institution}:${duty.toLowerCase()}`,
    name: `${duty[0]}${duty.slice(1).toLowerCase()} of ${institution}`,
    institution,
    clearance: false,
    duties: [duty],
  }));
