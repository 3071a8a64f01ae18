import { after, cleanFileName, documentMoves, type FileDigest, fileLimits, likeness, parseFileDigest, Refusal } from '@chancery/domain';
import { type CallContext, callerOf } from '@chancery/kernel';
import type { Perimeter } from '../perimeter.ts';
import { Prisma } from '../prisma/client/client.ts';
import { readFile } from '../reads/files.ts';
import { filesOf, insertDocumentFile } from '../tables/carriedFiles.ts';
import { updateDocument } from '../tables/documents.ts';
import { holdFile, wasUploaded } from '../tables/files.ts';
import type { Command, CommandInput } from './command.ts';
import { type DocumentAnswer, onDocument } from './onDocument.ts';

export interface AttachFileInput extends CommandInput {
  readonly documentId: string;
  readonly sha256: string;
  readonly name: string;
}

/**
 * §4.10 A clerk attaches a file to a draft: one that he uploaded within a day, or that he may read (§3.12); a digest alone opens nothing. Throws
 * `FILE_NOT_FOUND`, `FILE_NAME_INVALID`, `FILE_NAME_TAKEN`, `TOO_MANY_FILES`.
 */
export const attachFile: Command<AttachFileInput, DocumentAnswer> = async (perimeter, input, context) => {
  const sha256 = parseFileDigest(input.sha256);
  // Asked before the document is held: reading takes a connection of its own.
  const mayAttach = await isAtHand(perimeter, context, sha256);
  return onDocument(perimeter, context, { name: 'attachFile', input }, async ({ tx, document }) => {
    const status = after(documentMoves.revise, document.status);
    const name = cleanFileName(input.name);
    const file = await holdFile(tx, document.institution, sha256);
    if (file === undefined || !mayAttach) throw new Refusal('FILE_NOT_FOUND');
    const files = await filesOf(tx, document.id);
    if (files.some((each) => likeness(each.name) === likeness(name))) throw new Refusal('FILE_NAME_TAKEN');
    if (files.length >= fileLimits.files) throw new Refusal('TOO_MANY_FILES');
    await insertDocumentFile(tx, document.id, name, file);
    return updateDocument(tx, document.id, Prisma.sql`status = ${status}, version = d.version + 1`);
  });
};

/** Whether the caller has uploaded a file within a day, or may read it. */
async function isAtHand(perimeter: Perimeter, context: CallContext, sha256: FileDigest): Promise<boolean> {
  const { institution, official } = callerOf(context);
  const since = new Date(context.now.getTime() - fileLimits.uploadMs);
  if (await wasUploaded(perimeter.db, { institution, sha256, official, since })) return true;
  try {
    await readFile(perimeter, context, { sha256, document: null });
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'FILE_NOT_FOUND') return false;
    throw error;
  }
}
