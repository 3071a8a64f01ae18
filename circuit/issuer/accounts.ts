import { type InstitutionCode, institutionOf, isSystem, type OfficialId, parseOfficialId, Refusal } from '@chancery/domain';
import type { DirectoryCopy, OfficialEntry } from '@chancery/trust';

/** An institution that an official may act for. */
export interface Place {
  readonly code: InstitutionCode;
  readonly name: string;
}

/** Whom the directory knows, as the issuer asks it: nobody else signs in (§2.2). */
export class Accounts {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** The account of this id; undefined where the directory knows none. Throws `Unreachable`. */
  async find(id: string): Promise<OfficialEntry | undefined> {
    const official = officialIdIn(id);
    return official === null ? undefined : (this.#directory.official(official) ?? (await this.#directory.findOfficial(official)));
  }

  /** The person of this id, who may have a password and act for an institution. */
  async findPerson(id: string): Promise<OfficialEntry | undefined> {
    const found = await this.find(id);
    return found === undefined || isSystem(found.id) || this.placesOf(found, new Date()).length === 0 ? undefined : found;
  }

  /** The id that somebody typed in, where it is one that the directory is known to know: what is none may be a password. */
  known(id: OfficialId | null): OfficialId | null {
    return id !== null && this.#directory.official(id) !== undefined ? id : null;
  }

  /** The institutions that an official may act for at a moment, the own one first (§2.3); none where the official may not act at all. */
  placesOf(official: OfficialEntry, now: Date): readonly Place[] {
    const codes = new Set([official.institution, ...official.duties.map((duty) => duty.institution).sort()]);
    const places = [...codes].filter((code) => this.#mayActFor(official, code, now));
    return places.map((code) => ({ code, name: this.#directory.institution(code)?.name ?? code }));
  }

  // The gateway asks the same, so that nobody gets a token that it would refuse.
  #mayActFor(official: OfficialEntry, institution: InstitutionCode, now: Date): boolean {
    try {
      this.#directory.callerOf(official, institution, now);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }
}

type Directory = Pick<DirectoryCopy, 'official' | 'findOfficial' | 'institution' | 'callerOf'>;

/** What somebody typed in, as an official's id; null where it is none. */
export function officialIdIn(text: string): OfficialId | null {
  const [institution = '', ...name] = text.trim().split(':');
  const written = `${institution.toUpperCase()}:${name.join(':').toLowerCase()}`;
  try {
    return parseOfficialId(written);
  } catch {
    return null;
  }
}

/** A grant says for which institution and to whom it is given: the id of each names both. */
export const grantIdFor = (institution: InstitutionCode, official: string, random: string): string =>
  `${institution}~${official}~${random}`;

/** The institution that a grant is for; undefined for an id that is not ours. */
export const institutionOfGrant = (grantId: string | undefined): string | undefined =>
  grantId?.includes('~') ? grantId.slice(0, grantId.indexOf('~')) : undefined;

/** Whom a grant was given; null for an id that does not say so. */
export const officialOfGrant = (grantId: string): string | null => {
  const [, official, random] = grantId.split('~');
  return official === undefined || random === undefined ? null : official;
};

/** A system acts for the institution whose certificate it shows. §2.7 */
export const institutionOfSystem = (clientId: string): InstitutionCode => institutionOf(parseOfficialId(clientId));
