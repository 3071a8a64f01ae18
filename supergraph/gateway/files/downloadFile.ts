import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type DocumentId, institutionOf, parseDocumentId, parseFileDigest, Refusal } from '@chancery/domain';
import { type Transfers, toldBy, Unreachable } from '@chancery/trust';
import { create as disposition } from 'content-disposition';
import { ofInstitution } from '../institutionAway.ts';
import { endBy, type FileDesk, type FilePassage, putEnd, serverOf } from './filePassage.ts';

/** What is asked for: which file, of which document, and which part of it. */
interface Asked {
  readonly sha256: string;
  readonly document: string | null;
  /** `Range`, as far as it counts. */
  readonly range: string | null;
  /** What it is, and no byte of it. */
  readonly isHead: boolean;
  /** The caller has it already. */
  readonly isKnown: boolean;
}

type Headers = Readonly<Record<string, string>>;

/**
 * §3.12 Gives a file of a document that the caller may read: the perimeter decides each time anew, and no byte leaves before the download is on
 * record (§10.1). The bytes are the digest's for ever, so that the digest is their entity tag (RFC 9110 §8.8.3).
 */
export async function downloadFile(
  desk: FileDesk,
  transfers: Transfers,
  passage: FilePassage,
  request: IncomingMessage,
  response: ServerResponse,
  more: Headers,
): Promise<void> {
  const answer = await askFile(desk, transfers, passage, askedBy(request)).catch(async (error: unknown) => {
    await putEnd(desk, passage, endBy(error));
    throw error;
  });
  try {
    await putEnd(desk, passage, { outcome: 'DONE', documentIds: [answer.documentId] });
  } catch (error) {
    answer.message.destroy();
    throw error;
  }
  const { message, asked } = answer;
  response.writeHead(asked.isKnown ? 304 : (message.statusCode ?? 500), { ...headersOf(message, asked), ...more });
  if (asked.isHead || asked.isKnown) {
    message.resume();
    response.end();
  } else await pipeline(message, response);
}

interface Found {
  readonly message: IncomingMessage;
  readonly asked: Asked;
  readonly documentId: DocumentId;
}

async function askFile(desk: FileDesk, transfers: Transfers, passage: FilePassage, asked: Asked): Promise<Found> {
  const { sha256, document, range, isHead, isKnown } = asked;
  const { caller, record, act } = passage;
  const institution = document === null ? caller.institution : institutionOf(parseDocumentId(document));
  const service = await serverOf(desk, institution);
  const said = new URLSearchParams({ sha256 });
  if (document !== null) said.set('document', document);
  if (range !== null) said.set('range', range);
  if (isHead || isKnown) said.set('head', '');
  const errand = { caller, record, operation: act.name, token: null };
  const message = await ofInstitution(institution, async () => {
    const came = await transfers.carry({ service, path: `/files?${said}`, body: null, ...errand });
    if (came.headers['file-size'] === undefined) await toldBy(service, came);
    return came;
  });
  const documentId = documentOf(message);
  // What is on record as read is what was asked for: no perimeter writes into the history of another document.
  if (documentId !== null && (document === null || document === documentId)) return { message, asked, documentId };
  message.destroy();
  throw new Unreachable(service, 'no sense');
}

/** The document whose file a perimeter says that it gives; null where it names none. */
function documentOf(message: IncomingMessage): DocumentId | null {
  try {
    return parseDocumentId(field(message, 'file-document'));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Throws `FILE_NOT_FOUND` for what is no digest, `MALFORMED_ID` for what is no document. */
function askedBy({ url = '', method, headers }: IncomingMessage): Asked {
  const [path = '', search = ''] = url.split('?', 2);
  const name = path.slice('/files/'.length);
  if (!/^[0-9a-f]{64}$/.test(name)) throw new Refusal('FILE_NOT_FOUND');
  const sha256 = parseFileDigest(name);
  const document = new URLSearchParams(search).get('document');
  const tag = tagOf(sha256);
  const isKnown = headers['if-none-match'] !== undefined && tagsIn(headers['if-none-match']).some((each) => each === tag || each === '*');
  // A part is of the file that the asker began with, or he gets the whole (RFC 9110 §13.1.5).
  const isSame = headers['if-range'] === undefined || headers['if-range'] === tag;
  return { sha256, document, range: isSame && !isKnown ? (headers.range ?? null) : null, isHead: method === 'HEAD', isKnown };
}

const tagOf = (sha256: string): string => `"${sha256}"`;
/** Weakly compared (RFC 9110 §13.1.2). */
const tagsIn = (header: string): readonly string[] => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/** Whatever a file holds, a browser saves it and runs nothing of it; and nobody keeps it for others. */
function headersOf(message: IncomingMessage, { sha256, isHead, isKnown }: Asked): Headers {
  const about = {
    etag: tagOf(sha256),
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
  };
  if (isKnown) return about;
  const range = message.headers['content-range'];
  return {
    ...about,
    'content-type': field(message, 'file-type'),
    'content-length': isHead ? field(message, 'file-size') : field(message, 'content-length'),
    'content-disposition': disposition(decodeURIComponent(field(message, 'file-name'))),
    'content-security-policy': "default-src 'none'; sandbox",
    ...(range === undefined ? {} : { 'content-range': range }),
  };
}

function field({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
