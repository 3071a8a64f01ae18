import { after, cleanFileName, documentMoves, fileLimits, likeness, parseFileDigest, Refusal } from '@chancery/domain';
import { Prisma } from '../prisma/client/client.ts';
import { readFile } from '../reads/files.ts';
import { updateDocument } from '../tables/documents.ts';
import { filesOf, findFile, insertDocumentFile, wasUploaded } from '../tables/files.ts';
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
export const attachFile: Command<AttachFileInput, DocumentAnswer> = (perimeter, input, context) =>
  onDocument(perimeter, context, { name: 'attachFile', input }, async ({ tx, now, caller, document }) => {
    const status = after(documentMoves.revise, document.status);
    const name = cleanFileName(input.name);
    const sha256 = parseFileDigest(input.sha256);
    const since = new Date(now.getTime() - fileLimits.uploadMs);
    const { institution } = document;
    const isOwn = await wasUploaded(tx, { institution, sha256, official: caller.official, since });
    if (!isOwn) await readFile(perimeter, context, { sha256, document: null });
    const file = await findFile(tx, institution, sha256);
    if (file === undefined) throw new Refusal('FILE_NOT_FOUND');
    const files = await filesOf(tx, document.id);
    if (files.some((each) => likeness(each.name) === likeness(name))) throw new Refusal('FILE_NAME_TAKEN');
    if (files.length >= fileLimits.files) throw new Refusal('TOO_MANY_FILES');
    await insertDocumentFile(tx, document.id, name, file);
    return updateDocument(tx, document.id, Prisma.sql`status = ${status}`);
  });
