import { type AccessMark, type DocumentOrigin, type DocumentStatus, parseDay, parseInstitutionCode, parseKind } from '@chancery/domain';
import { asItIs, choice, soughtText } from './arguments.ts';
import { Prisma } from './prisma/client/client.ts';
import { type SoughtWords, soughtWords } from './soughtWords.ts';

/** What a list of documents may be narrowed by; days as `2026-03-01`. */
export interface DocumentFilter {
  readonly institution?: readonly string[] | null;
  readonly jointInstitution?: readonly string[] | null;
  readonly isJoint?: boolean | null;
  readonly kind?: readonly string[] | null;
  readonly status?: readonly DocumentStatus[] | null;
  readonly access?: readonly AccessMark[] | null;
  readonly origin?: readonly DocumentOrigin[] | null;
  readonly documentDateFrom?: string | null;
  readonly documentDateTo?: string | null;
  readonly outgoingNumber?: string | null;
  readonly number?: string | null;
  readonly text?: string | null;
  readonly language?: string | null;
}

/** A filter as conditions, read once for everything that is asked about it. */
export interface ReadFilter {
  /** On what cards and their tallies both hold. */
  readonly sorts: readonly Prisma.Sql[];
  /** On what only cards hold, beside their dates. */
  readonly cards: readonly Prisma.Sql[];
  readonly from: string | null;
  readonly to: string | null;
  readonly words: SoughtWords | null;
}

// As the index `card_by_joint` has it.
const isJoint = Prisma.sql`(joint_institutions <> '{}')`;

/** Reads a filter. Throws `BAD_INPUT`, `MALFORMED_ID` and what is wrong with texts. */
export function readFilter(filter: DocumentFilter): ReadFilter {
  const institution = choice('filter.institution', filter.institution, parseInstitutionCode);
  const jointInstitution = choice('filter.jointInstitution', filter.jointInstitution, parseInstitutionCode);
  const kind = choice('filter.kind', filter.kind, parseKind);
  const status = choice('filter.status', filter.status, asItIs);
  const access = choice('filter.access', filter.access, asItIs);
  const origin = choice('filter.origin', filter.origin, asItIs);
  const outgoingNumber = soughtText('filter.outgoingNumber', filter.outgoingNumber);
  const number = soughtText('filter.number', filter.number);
  const text = soughtText('filter.text', filter.text);
  const language = soughtText('filter.language', filter.language);
  const words = text === null ? null : soughtWords(text, language);
  return {
    sorts: [
      ...(institution ? [Prisma.sql`institution = ANY(${institution}::text[])`] : []),
      ...(kind ? [Prisma.sql`kind = ANY(${kind}::text[])`] : []),
      ...(status ? [Prisma.sql`status = ANY(${status}::text[])`] : []),
      ...(access ? [Prisma.sql`access = ANY(${access}::text[])`] : []),
      ...(origin ? [Prisma.sql`origin = ANY(${origin}::text[])`] : []),
    ],
    cards: [
      ...(jointInstitution
        ? [
            Prisma.sql`(${isJoint} AND (institution = ANY(${jointInstitution}::text[]) OR joint_institutions && ${jointInstitution}::text[]))`,
          ]
        : []),
      ...(typeof filter.isJoint === 'boolean' ? [filter.isJoint ? isJoint : Prisma.sql`NOT ${isJoint}`] : []),
      ...(outgoingNumber ? [Prisma.sql`outgoing_number = ${outgoingNumber}`] : []),
      ...(number ? [Prisma.sql`(outgoing_number = ${number} OR declared_number = ${number})`] : []),
      ...(words ? [Prisma.sql`words @@ ${words.query}`] : []),
    ],
    from: filter.documentDateFrom ? parseDay('filter.documentDateFrom', filter.documentDateFrom) : null,
    to: filter.documentDateTo ? parseDay('filter.documentDateTo', filter.documentDateTo) : null,
    words,
  };
}

/** The whole filter as conditions on cards. */
export const cardConditions = ({ sorts, cards, from, to }: ReadFilter): readonly Prisma.Sql[] => [
  ...sorts,
  ...cards,
  ...(from ? [Prisma.sql`document_date >= ${from}::date`] : []),
  ...(to ? [Prisma.sql`document_date <= ${to}::date`] : []),
];
