import {
  type ConsignmentState,
  institutionOf,
  parseConsignmentId,
  parseDispatchId,
  parseDocumentId,
  parseInstitutionCode,
} from '@chancery/domain';
import { actOf, requireRole, transact } from '@chancery/kernel';
import { cardEvent } from '../card.ts';
import type { Command } from '../commands/command.ts';
import { requireServed } from '../members.ts';
import { Prisma } from '../prisma/client/client.ts';
import { lockDocument, updateDocument } from '../tables/documents.ts';
import { insertNotice } from '../tables/notices.ts';
import { confirmReleases, deleteReader } from '../tables/releases.ts';

export interface NoteClosureInput {
  readonly documentId: string;
  readonly consignmentId: string;
  readonly dispatchId: string;
  readonly addressee: string;
  readonly state: ConsignmentState;
  readonly at: Date;
}

/** §7.7 A consignment was closed before it was delivered: its addressee is a reader no longer, and of an expired one the author is told. */
export const noteClosure: Command<NoteClosureInput, { readonly noted: boolean }> = async (perimeter, input, context) => {
  requireRole(context, 'exchange');
  const documentId = parseDocumentId(input.documentId);
  const institution = institutionOf(documentId);
  const [consignmentId, dispatchId, addressee] = [
    parseConsignmentId(input.consignmentId),
    parseDispatchId(input.dispatchId),
    parseInstitutionCode(input.addressee),
  ];
  await requireServed(perimeter.members, institution);
  const noted = await transact(perimeter.db, { ...actOf('noteClosure', null), institution }, async ({ tx, emit }) => {
    const document = await lockDocument(tx, documentId, { content: false });
    if (document === undefined) return false;
    if (input.state === 'EXPIRED')
      await insertNotice(tx, { consignmentId, institution, documentId, addressee, state: input.state, at: input.at });
    await confirmReleases(tx, [dispatchId]);
    const wasReader = await deleteReader(tx, { documentId, addressee, dispatchId });
    if (wasReader) emit(cardEvent(await updateDocument(tx, documentId, Prisma.sql`version = d.version`)));
    return true;
  });
  return { noted };
};
