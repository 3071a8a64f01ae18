import type { Approval, Bundle, SignatureRecord } from '@chancery/domain';
import { type CallContext, callerOf } from '@chancery/kernel';
import type { Card } from './card.ts';
import { loadersOf } from './loaders.ts';
import type { Perimeter } from './perimeter.ts';
import type { ConsignmentView } from './reads/consignments.ts';
import { type FilesArguments, readFiles } from './reads/documentFiles.ts';
import { readCard } from './reads/documents.ts';
import type { NoticeView } from './reads/notices.ts';

/** Fields of a document's card that are not columns. */
export const cardFields = (perimeter: Perimeter) => ({
  institution: ({ institution }: Card) => ({ code: institution }),
  author: ({ author }: Card) => ({ id: author }),
  jointInstitutions: ({ jointInstitutions }: Card) => jointInstitutions.map((code) => ({ code })),
  /** What was said on the way to a signature stays in the author institution. §3.1 */
  approval: ({ approval, institution }: Card, _: unknown, context: CallContext) =>
    callerOf(context).institution === institution ? approval : null,
  files: ({ id }: Card, asked: FilesArguments, context: CallContext) => readFiles(perimeter, context, id, asked),
});

/** Fields of an approval that name others. */
export const approvalFields = {
  submittedBy: ({ submittedBy }: Approval) => ({ id: submittedBy }),
  approvedBy: ({ approvedBy }: Approval) => approvedBy && { id: approvedBy },
  returnedBy: ({ returnedBy }: Approval) => returnedBy && { id: returnedBy },
};

/** Fields of a signature that name others. */
export const signatureFields = {
  official: ({ official }: SignatureRecord) => ({ id: official }),
};

/** Fields of the recipient's part of a consignment; what is the recipient's alone is null for anybody else. §3.4 */
export const consignmentFields = (perimeter: Perimeter) => ({
  refusal: ({ refusedReason, refusedNote, refusedAt, refusedBy }: ConsignmentView) =>
    refusedReason ? { reason: refusedReason, note: refusedNote, refusedAt, official: { id: refusedBy } } : null,
  resolution: ({ executor, issuedBy, ...resolution }: ConsignmentView) =>
    executor ? { ...resolution, executor: { id: executor }, issuedBy: { id: issuedBy } } : null,
  copy: async ({ id, isRecipients }: ConsignmentView, _: unknown, context: CallContext) =>
    isRecipients ? await loadersOf(perimeter, context).bundles.load(id) : null,
});

/** A recipient's copy as the graph shows it, from what was received. */
export const copyFields = {
  documentId: ({ signed }: Bundle) => signed.documentId,
  title: ({ signed }: Bundle) => signed.title,
  abstract: ({ signed }: Bundle) => signed.abstract,
  kind: ({ signed }: Bundle) => signed.kind,
  author: ({ signed }: Bundle) => ({ code: signed.institution }),
  access: ({ signed }: Bundle) => signed.access,
  documentDate: ({ signed }: Bundle) => signed.documentDate,
  content: ({ signed }: Bundle) => signed.content,
  files: ({ signed }: Bundle) => signed.files ?? [],
};

/** Fields of a notice that name others. */
export const noticeFields = (perimeter: Perimeter) => ({
  consignment: ({ consignmentId }: NoticeView) => (consignmentId === null ? null : { id: consignmentId, isRecipients: false }),
  document: ({ documentId }: NoticeView, _: unknown, context: CallContext) => readCard(perimeter, context, documentId),
});
