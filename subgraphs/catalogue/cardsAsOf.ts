import {
  type AccessMark,
  type Caller,
  type DocumentOrigin,
  type DocumentStatus,
  type InstitutionCode,
  parseDocumentId,
} from '@chancery/domain';
import type { DirectoryCopy } from '@chancery/trust';
import { choice } from './arguments.ts';
import type { CatalogueTransaction } from './database.ts';
import { readableCards } from './readableCards.ts';

/** A card, and the moment up to which its institution's feed is in it. */
export interface CardAsOf {
  readonly id: string;
  readonly institution: { readonly code: InstitutionCode };
  readonly kind: string;
  readonly status: DocumentStatus;
  readonly access: AccessMark;
  readonly title: string | null;
  /** `2026-03-01`. */
  readonly documentDate: string;
  readonly outgoingNumber: string | null;
  readonly origin: DocumentOrigin;
  readonly declaredNumber: string | null;
  readonly jointInstitutions: readonly { readonly code: InstitutionCode }[];
  readonly asOf: Date;
}

/** Where cards are kept, and who tells of which. */
interface Catalogue {
  readonly db: CatalogueTransaction;
  readonly directory: Pick<DirectoryCopy, 'institution'>;
}

/**
 * §1.8, §3.1 The cards of these documents, of those that the caller may know of; the others are left out, as are those of an institution whose
 * feed was not read to its end since the catalogue was made: nobody can say when they were true. Throws `MALFORMED_ID`, and `BAD_INPUT` above 1000 ids.
 */
export async function cardsAsOf({ db, directory }: Catalogue, caller: Caller, ids: readonly string[]): Promise<readonly CardAsOf[]> {
  const wanted = choice('ids', ids, parseDocumentId) ?? [];
  const [rows, moments] = await Promise.all([
    db.$queryRaw<CardRow[]>`
      SELECT id, institution, kind, status, access, title, to_char(document_date, 'YYYY-MM-DD') AS "documentDate",
           outgoing_number AS "outgoingNumber", origin, declared_number AS "declaredNumber", joint_institutions AS joint
        FROM card WHERE id = ANY(${wanted}::text[]) AND ${readableCards(caller)}`,
    momentsOf(db),
  ]);
  return rows.flatMap(({ institution, joint, ...card }) => {
    const asOf = moments.get(directory.institution(institution)?.server ?? '');
    return asOf === undefined
      ? []
      : [{ ...card, institution: { code: institution }, jointInstitutions: joint.map((code) => ({ code })), asOf }];
  });
}

interface CardRow extends Omit<CardAsOf, 'institution' | 'jointInstitutions' | 'asOf'> {
  readonly institution: InstitutionCode;
  readonly joint: readonly InstitutionCode[];
}

/** By the service that tells: when the catalogue last had all of its feed. */
async function momentsOf(db: CatalogueTransaction): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.$queryRaw<{ source: string; caught_up_at: Date }[]>`
    SELECT source, caught_up_at FROM kernel.follow_cursor WHERE caught_up_at IS NOT NULL`;
  return new Map(rows.map(({ source, caught_up_at: at }) => [source, at]));
}
