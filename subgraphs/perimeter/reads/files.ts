import { type ConsignmentId, type DocumentId, type FileDigest, institutionOf, parseFileDigest, Refusal } from '@chancery/domain';
import { type CallContext, callerOf } from '@chancery/kernel';
import type { KeptFile } from '../files/fileStore.ts';
import { loadersOf } from '../loaders.ts';
import type { Perimeter } from '../perimeter.ts';
import { type Carried, carryingConsignments, carryingDocuments, nameIn } from '../tables/carriedFiles.ts';
import { findFile } from '../tables/files.ts';
import { readConsignments } from './consignments.ts';
import { readWhole, servedDocument } from './documents.ts';

/** A file that its reader may have, and where he may have it from. */
export interface ReadableFile {
  readonly file: KeptFile;
  readonly name: string;
  /** The document that carries it. */
  readonly documentId: DocumentId;
}

interface Asked {
  readonly sha256: unknown;
  /** Of this document; of any that the caller's institution has, where it is not said. */
  readonly document: string | null;
}

/**
 * §3.12 A file of a document that the caller may read all of: of the one that is named, else of any of the caller's own institution, or that it
 * received. Throws `FILE_NOT_FOUND`, the same for a file that does not exist.
 */
export async function readFile(perimeter: Perimeter, context: CallContext, { sha256, document }: Asked): Promise<ReadableFile> {
  const digest = parseFileDigest(sha256);
  const found = document === null ? await ofOwn(perimeter, context, digest) : await ofOne(perimeter, context, digest, document);
  if (found === undefined) throw new Refusal('FILE_NOT_FOUND');
  return found;
}

async function ofOne(perimeter: Perimeter, context: CallContext, sha256: FileDigest, document: string): Promise<ReadableFile | undefined> {
  const documentId = await servedDocument(perimeter, document);
  const [card] = await readWhole(perimeter, context, [documentId]);
  const name = await nameIn(perimeter.db, documentId, sha256);
  const file = await findFile(perimeter.db, institutionOf(documentId), sha256);
  return card === undefined || isKept(card) || name === undefined || file === undefined ? undefined : { file, name, documentId };
}

async function ofOwn(perimeter: Perimeter, context: CallContext, sha256: FileDigest): Promise<ReadableFile | undefined> {
  const { institution } = callerOf(context);
  if (!(await perimeter.members.serves(institution))) return undefined;
  const file = await findFile(perimeter.db, institution, sha256);
  if (file === undefined) return undefined;
  const ofDocument = await firstReadable<DocumentId>(
    (page) => carryingDocuments(perimeter.db, file, page),
    async (ids) => (await readWhole(perimeter, context, ids)).map((card) => (isKept(card) ? undefined : card.id)),
  );
  if (ofDocument !== undefined) return { file, name: ofDocument.name, documentId: ofDocument.documentId };
  const ofConsignment = await firstReadable<ConsignmentId>(
    (page) => carryingConsignments(perimeter.db, file, page),
    (ids) => documentsReceived(perimeter, context, ids),
  );
  return ofConsignment && { file, ...ofConsignment };
}

/** §3.4 The documents that came with consignments, of those that the caller may read as their recipient. */
async function documentsReceived(
  perimeter: Perimeter,
  context: CallContext,
  ids: readonly ConsignmentId[],
): Promise<readonly (DocumentId | undefined)[]> {
  const views = await readConsignments(perimeter, context, ids);
  const rows = await loadersOf(perimeter, context).consignments.loadMany(ids);
  return rows.map((row, i) => {
    const view = views[i];
    if (row === undefined || row instanceof Error || view === undefined || view instanceof Error) return undefined;
    return view.isRecipients ? row.documentId : undefined;
  });
}

const PAGE = 50;
/** Behind every id. */
const BEHIND_ALL = '~';

/** A form may be carried by thousands: they are looked at page by page, the newest first, until one may be read. */
async function firstReadable<Id extends string>(
  pageOf: (page: { readonly before: string; readonly most: number }) => Promise<readonly Carried<Id>[]>,
  readable: (ids: readonly Id[]) => Promise<readonly (DocumentId | undefined)[]>,
): Promise<{ readonly name: string; readonly documentId: DocumentId } | undefined> {
  for (let before = BEHIND_ALL; ; ) {
    const page = await pageOf({ before, most: PAGE });
    const found = await readable(page.map(({ id }) => id));
    for (const [i, { name }] of page.entries()) {
      const documentId = found[i];
      if (documentId !== undefined) return { name, documentId };
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return undefined;
    before = last.id;
  }
}

/** What is kept from the caller is an error; what breaks is thrown. */
function isKept<Value>(value: Value | Error): value is Error {
  if (!(value instanceof Error)) return false;
  if (value instanceof Refusal && value.code === 'DOCUMENT_NOT_FOUND') return true;
  throw value;
}
