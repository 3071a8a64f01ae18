import { type Approval, after, approved, documentMoves, invariant, returned, submitted } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { updateDocument } from '../tables/documents.ts';
import type { Command, CommandInput } from './command.ts';
import { cleanNote } from './notes.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface ApprovalInput extends CommandInput {
  readonly documentId: string;
}

export interface ApproveDocumentInput extends ApprovalInput {
  readonly versionRead?: number | null;
}

export interface ReturnDocumentInput extends ApprovalInput {
  readonly reason: string;
}

/** §4.5 A clerk submits a draft for approval: until it comes back nobody changes it. */
export const submitDocument: Command<ApprovalInput, DocumentAnswer> = (perimeter, input, context) =>
  onDocument(perimeter, context, { name: 'submitDocument', input }, ({ tx, caller, now, document }) => {
    const status = after(documentMoves.submit, document.status);
    return updateDocument(tx, document.id, changes(status, submitted(caller.official, now)));
  });

/** §4.5, §4.6 A signatory who neither drafted nor submitted the document approves it. */
export const approveDocument: Command<ApproveDocumentInput, DocumentAnswer> = (perimeter, input, context) =>
  onDocument(perimeter, context, { name: 'approveDocument', input }, ({ tx, caller, now, document }) => {
    const status = after(documentMoves.approve, document.status);
    const approval = approved(submissionOf(document), document.author, caller.official, now);
    return updateDocument(tx, document.id, changes(status, approval));
  });

/** §4.5 A signatory gives a submitted document back, and says why: once revised it is a draft again. */
export const returnDocument: Command<ReturnDocumentInput, DocumentAnswer> = (perimeter, input, context) =>
  onDocument(perimeter, context, { name: 'returnDocument', input }, ({ tx, caller, now, document }) => {
    const status = after(documentMoves.return, document.status);
    const approval = returned(submissionOf(document), caller.official, now, cleanNote('reason', input.reason));
    return updateDocument(tx, document.id, changes(status, approval));
  });

function submissionOf({ approval }: { readonly approval: Approval | null }): Approval {
  invariant(approval, 'a document in approval was submitted');
  return approval;
}

const changes = (status: string, approval: Approval): Prisma.Sql =>
  Prisma.sql`status = ${status}, approval = ${JSON.stringify(approval)}::jsonb`;
