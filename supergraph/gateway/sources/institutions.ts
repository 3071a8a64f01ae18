import {
  type InstitutionCode,
  institutionOf,
  parseConsignmentId,
  parseDocumentId,
  parseExportId,
  parseInstitutionCode,
  perimeterOfExport,
  Refusal,
} from '@chancery/domain';
import type { DirectoryCopy } from '@chancery/trust';
import type { Answerer, InstitutionFinder } from '../../engine/index.ts';

/** Finds out whom an id or a code belongs to. */
export class Institutions implements InstitutionFinder {
  readonly #directory: Pick<DirectoryCopy, 'institution' | 'findInstitution'>;

  constructor(directory: Pick<DirectoryCopy, 'institution' | 'findInstitution'>) {
    this.#directory = directory;
  }

  /**
   * Who answers for a root field, by its argument such as `institution` or `input.documentId`. Throws `MALFORMED_ID`, `INSTITUTION_UNKNOWN`, and `EXPORT_NOT_FOUND` for an
   * export of the exchange's own services.
   */
  ofRoot(field: string, argument: string, value: unknown): Promise<Answerer> | Answerer {
    return this.#answerer(institutionNamedBy(field, argument.slice(argument.lastIndexOf('.') + 1), value));
  }

  /** Who answers for an entity: the institution in its id. Throws `MALFORMED_ID`, `INSTITUTION_UNKNOWN`. */
  ofEntity(id: unknown): Promise<Answerer> | Answerer {
    return this.#answerer(institutionAtHead(id));
  }

  #answerer(institution: InstitutionCode): Promise<Answerer> | Answerer {
    const known = this.#directory.institution(institution);
    return known === undefined ? this.#find(institution) : { institution, server: known.server };
  }

  async #find(institution: InstitutionCode): Promise<Answerer> {
    const found = await this.#directory.findInstitution(institution);
    if (found === undefined) throw new Refusal('INSTITUTION_UNKNOWN');
    return { institution, server: found.server };
  }
}

/** Of what an argument names, by its own name and its field's: who sends something else is told what it takes. */
function institutionNamedBy(field: string, argument: string, value: unknown): InstitutionCode {
  if (argument === 'institution') return parseInstitutionCode(value);
  if (argument === 'consignmentId') return institutionOf(parseConsignmentId(value));
  const isOfExport =
    argument === 'exportId' || field === 'perimeterExport' || (typeof value === 'string' && value.split(':')[1] === 'export');
  if (!isOfExport) return institutionOf(parseDocumentId(value));
  const institution = perimeterOfExport(parseExportId(value));
  if (institution === null) throw new Refusal('EXPORT_NOT_FOUND');
  return institution;
}

/** The institution at the head of a document's or a consignment's id. */
const institutionAtHead = (id: unknown): InstitutionCode =>
  institutionOf(typeof id === 'string' && id.split(':').length === 2 ? parseConsignmentId(id) : parseDocumentId(id));
