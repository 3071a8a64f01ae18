import type { ImportedInput } from '@chancery/domain';
import type { InstitutionSeed } from '../seeds/institutions.ts';

/** A document of the public data, and whose it is. */
export interface LoadedDocument {
  /** Where it stands: `documents.csv.gz:5`. */
  readonly at: string;
  readonly institution: string;
  readonly document: ImportedInput;
}

/** What a folder of the public data holds, ready to be entered. */
export interface LoadSource {
  /** With a document's reference it says which document that is. */
  readonly name: string;
  readonly institutions: readonly InstitutionSeed[];
  readonly documents: readonly LoadedDocument[];
  /** What was left out or cut, in sentences. */
  readonly remarks: readonly string[];
}

/** An institution without a server of its own. */
export const hostedInstitution = (code: string, name: string): InstitutionSeed => ({
  code,
  name,
  parent: null,
  sector: 'government',
  server: null,
});
