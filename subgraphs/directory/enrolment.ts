import { cleanLine, type Duty, institutionOf, parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { sharedServer } from './institutions.ts';

/** How many institutions, and how many officials, one enrolment takes. */
const LARGEST = 5_000;

/** What the operator enters, as the SDL has it. */
export interface EnrolInput {
  readonly institutions: readonly {
    readonly code: string;
    readonly name: string;
    readonly parent?: string | null;
    readonly sector: string;
    readonly server?: string | null;
  }[];
  readonly officials: readonly {
    readonly id: string;
    readonly name: string;
    readonly institution: string;
    readonly clearance: boolean;
    readonly duties: readonly Duty[];
  }[];
  /** Leaves officials that are known as they are. */
  readonly newOfficialsOnly?: boolean | null;
  /** Also enters the first version of the regulation, where there is none. */
  readonly regulation?: boolean | null;
}

/** An institution to be entered, checked. */
export interface EnrolledInstitution {
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  readonly sector: string;
  readonly server: string;
}

/** An official to be entered, checked, with the duties to be held in the official's institution from now. */
export interface EnrolledOfficial {
  readonly id: string;
  readonly name: string;
  readonly institution: string;
  readonly clearance: boolean;
  readonly duties: ReadonlySet<string>;
}

/** The institutions of an enrolment, the last word for each code. Throws `MALFORMED_ID`, `BAD_INPUT` and what is wrong with texts. */
export function enrolledInstitutions({ institutions }: EnrolInput): ReadonlyMap<string, EnrolledInstitution> {
  refuseMany(institutions);
  return new Map(
    institutions.map(({ code, name, parent, sector, server }, at) => {
      if (parent === code) throw new Refusal('BAD_INPUT', 'An institution is not its own parent.');
      const checked = {
        code: parseInstitutionCode.at(`institutions[${at}].code`, code),
        name: cleanLine('name', name),
        parent: parent ? parseInstitutionCode.at(`institutions[${at}].parent`, parent) : null,
        sector: cleanLine('sector', sector),
        server: serverName(server ?? sharedServer),
      };
      return [checked.code, checked];
    }),
  );
}

/** The officials of an enrolment, the last word for each id. Throws as `enrolledInstitutions`. */
export function enrolledOfficials({ officials }: EnrolInput): ReadonlyMap<string, EnrolledOfficial> {
  refuseMany(officials);
  return new Map(
    officials.map(({ id, name, institution, clearance, duties }, at) => {
      const official = parseOfficialId.at(`officials[${at}].id`, id);
      if (institutionOf(official) !== institution) throw new Refusal('BAD_INPUT', 'The id of an official begins with the institution.');
      return [official, { id: official, name: cleanLine('name', name), institution, clearance, duties: new Set(duties) }];
    }),
  );
}

function refuseMany({ length }: readonly unknown[]): void {
  if (length > LARGEST) throw new Refusal('BAD_INPUT', `Enter ${LARGEST} at a time at most.`);
}

function serverName(name: string): string {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name)) throw new Refusal('BAD_INPUT', 'A server has a name such as justice.');
  return name;
}
