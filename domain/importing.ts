import type { AccessMark } from './document.ts';
import { Refusal } from './errors.ts';
import { type InstitutionCode, type Kind, parseInstitutionCode, parseKind } from './ids.ts';
import { parseDay } from './moment.ts';
import { cleanLine, cleanText, textLimits } from './text.ts';

/** §6.7 How many documents are entered together, as one act. */
export const LARGEST_IMPORT = 500;
/** How many institutions may have issued a document together with its own. */
export const MOST_JOINT = 50;

/** A document as its institution had filed it before it took part, as whoever enters it says. */
export interface ImportedInput {
  readonly kind: string;
  /** What its source knows it by; the same again is the same document. */
  readonly reference: string;
  readonly title: string;
  readonly abstract?: string | null;
  readonly access?: AccessMark | null;
  readonly documentDate: string;
  readonly declaredNumber?: string | null;
  readonly caseFile?: string | null;
  readonly jointInstitutions?: readonly string[] | null;
  /** The kind's own fields. */
  readonly content?: Readonly<Record<string, unknown>> | null;
}

/** What stands on the card of a document that was entered, checked. */
export interface ImportedCard {
  readonly kind: Kind;
  readonly reference: string;
  readonly title: string;
  readonly abstract: string | null;
  readonly access: AccessMark;
  readonly documentDate: string;
  readonly declaredNumber: string | null;
  readonly caseFile: string | null;
  readonly jointInstitutions: readonly InstitutionCode[];
}

/** §6.7 Reads what is to be entered for an institution. Throws `MALFORMED_ID`, `BAD_INPUT`, `TITLE_REQUIRED` and what is wrong with texts. */
export function importedCard(institution: InstitutionCode, input: ImportedInput): ImportedCard {
  return {
    kind: parseKind(input.kind),
    reference: cleanLine('reference', input.reference),
    title: cleanLine('title', input.title, textLimits.title),
    abstract: input.abstract ? cleanText('abstract', input.abstract, textLimits.abstract) : null,
    access: input.access ?? 'PUBLIC',
    documentDate: parseDay('documentDate', input.documentDate),
    declaredNumber: input.declaredNumber ? cleanLine('declaredNumber', input.declaredNumber) : null,
    caseFile: input.caseFile ? cleanLine('caseFile', input.caseFile) : null,
    jointInstitutions: others(institution, input.jointInstitutions ?? []),
  };
}

function others(institution: InstitutionCode, codes: readonly string[]): readonly InstitutionCode[] {
  const joint = [...new Set(codes.map(parseInstitutionCode))].filter((code) => code !== institution).sort();
  if (joint.length > MOST_JOINT) throw new Refusal('BAD_INPUT', `jointInstitutions takes ${MOST_JOINT} institutions.`);
  return joint;
}
