import type {
  AccessMark,
  Approval,
  Bundle,
  CardEvent,
  DocumentId,
  DocumentOrigin,
  DocumentStatus,
  FileEntry,
  InstitutionCode,
  Kind,
  OfficialId,
  Retention,
  SignatureRecord,
  SignedPart,
} from '@chancery/domain';
import { inOrder, invariant } from '@chancery/domain';

/** A document's registration card as the perimeter keeps it. Days are texts (`2026-03-01`), moments are dates. */
export interface Card {
  readonly id: DocumentId;
  readonly institution: InstitutionCode;
  readonly kind: Kind;
  readonly status: DocumentStatus;
  readonly access: AccessMark;
  readonly title: string;
  readonly abstract: string | null;
  readonly documentDate: string;
  readonly dueAt: Date | null;
  readonly version: number;
  readonly author: OfficialId;
  readonly createdAt: Date;
  readonly outgoingNumber: string | null;
  readonly registeredAt: Date | null;
  readonly withdrawnReason: string | null;
  readonly caseFile: string | null;
  /** How its last submission for approval went. */
  readonly approval: Approval | null;
  /** What it carries since it was filed. */
  readonly retention: Retention | null;
  readonly origin: DocumentOrigin;
  /** The number that its source gives an imported document. */
  readonly declaredNumber: string | null;
  /** Those that issued it together with its institution. */
  readonly jointInstitutions: readonly InstitutionCode[];
  /** BCP 47, where its content says it. */
  readonly language: string | null;
  /** Counts the changes from 1. */
  readonly revision: number;
  /** The addressees to whom it was released and not called back. */
  readonly readers: readonly InstitutionCode[];
  /** In the order of signing. */
  readonly signatures: readonly SignatureRecord[];
}

/** Card and content, as one row holds them, and the files that it carries. */
export interface WholeDocument extends Card {
  readonly content: SignedPart['content'];
  readonly files: readonly FileEntry[];
}

/** What followers may know of a document. §3.1 Title and abstract of a RESTRICTED one stay here. */
export function cardEvent(card: Card): CardEvent {
  const isRestricted = card.access === 'RESTRICTED';
  return {
    type: 'document',
    documentId: card.id,
    institution: card.institution,
    kind: card.kind,
    status: card.status,
    access: card.access,
    title: isRestricted ? null : card.title,
    abstract: isRestricted ? null : card.abstract,
    documentDate: card.documentDate,
    outgoingNumber: card.outgoingNumber,
    registeredAt: card.registeredAt?.toISOString() ?? null,
    createdAt: card.createdAt.toISOString(),
    origin: card.origin,
    declaredNumber: card.declaredNumber,
    jointInstitutions: card.jointInstitutions,
    language: card.language,
    readers: card.readers,
    revision: card.revision,
  };
}

/** §5.1, §5.10 What is signed of a document. */
export const signedPart = (document: WholeDocument): SignedPart => ({
  documentId: document.id,
  institution: document.institution,
  kind: document.kind,
  version: document.version,
  title: document.title,
  abstract: document.abstract,
  access: document.access,
  documentDate: document.documentDate,
  dueAt: document.dueAt?.toISOString() ?? null,
  content: document.content,
  ...(document.files.length === 0 ? {} : { files: inOrder(document.files) }),
});

/** §7.6 What leaves the perimeter of a registered document. */
export function bundleOf(document: WholeDocument): Bundle {
  const { outgoingNumber, registeredAt, signatures } = document;
  invariant(outgoingNumber !== null && registeredAt !== null, 'a released document is registered');
  return { signed: signedPart(document), signatures, outgoingNumber, registeredAt: registeredAt.toISOString() };
}
