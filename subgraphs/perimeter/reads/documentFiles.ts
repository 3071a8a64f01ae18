import { type DocumentId, type FileEntry, inOrder, pageSize } from '@chancery/domain';
import { type CallContext, type Connection, connection, decodeCursor } from '@chancery/kernel';
import type { Perimeter } from '../perimeter.ts';
import { filesOf } from '../tables/carriedFiles.ts';
import { readWhole } from './documents.ts';
import { orThrow } from './servedRows.ts';

export interface FilesArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** §3.12 The files that a document carries, by name, for who may read all of it. Throws `DOCUMENT_NOT_FOUND`. */
export async function readFiles(
  perimeter: Perimeter,
  context: CallContext,
  id: DocumentId,
  { first, after }: FilesArguments,
): Promise<Connection<FileEntry>> {
  const size = pageSize(first);
  const behind = after ? String(decodeCursor(after, 1)[0]) : '';
  orThrow((await readWhole(perimeter, context, [id]))[0]);
  // A document carries 50 at most (§4.10). They are put in order here, where a place in it is compared: the database orders some letters otherwise.
  const files = inOrder(await filesOf(perimeter.db, id)).filter(({ name }) => name > behind);
  return connection(files.slice(0, size + 1), size, { after, cursorOf: ({ name }) => [name], nodeOf: (file) => file });
}
