import { type Caller, fileLimits, Refusal } from '@chancery/domain';
import { answerCommand, type CallContext, callContext, callerOf, partAsked, type StreamRequest, type StreamRoute } from '@chancery/kernel';
import { reading, refusalUnder, requireDutyFor } from '@chancery/policy';
import { mayCall } from '@chancery/trust';
import { requireOwnWord } from '../commands/ownWord.ts';
import type { PerimeterTransaction } from '../database.ts';
import { requireServed } from '../members.ts';
import type { Perimeter } from '../perimeter.ts';
import { readFile } from '../reads/files.ts';
import { lockUploads, waitingOf } from '../tables/files.ts';
import { keepFile } from './keepFile.ts';

const json = { 'content-type': 'application/json; charset=utf-8' };

/** What officials do with files here, for the gateway: `PUT /files?type&length` and `GET /files?sha256&document&range&head`. */
export const filesRoutes = (perimeter: Perimeter): readonly StreamRoute[] => [
  { method: 'PUT', path: '/files', stream: (request) => uploadFile(perimeter, request) },
  { method: 'GET', path: '/files', stream: (request) => downloadFile(perimeter, request) },
];

/** §4.10 Takes in a file that an official sends, who may attach it for a day. */
async function uploadFile(perimeter: Perimeter, { mandate, query, body }: StreamRequest) {
  const context = callContext(mandate);
  requireGateway(context);
  return answerCommand(perimeter.db, context, { name: 'uploadFile', input: {} }, async () => {
    const { institution, official } = callerOf(context);
    await requireOwnWord(perimeter, context);
    requireDutyFor(callerOf(context), 'attachFile');
    await requireServed(perimeter.members, institution);
    await requireRoom(perimeter.db, perimeter, callerOf(context), context.now);
    const announced = { institution, mediaType: query.get('type'), size: sizeIn(query.get('length')) };
    const { sha256, size, mediaType } = await keepFile(perimeter, announced, official, body, async (tx) => {
      // One after the other: of many that came side by side each sees those before it.
      await lockUploads(tx, official);
      await requireRoom(tx, perimeter, callerOf(context), new Date());
    });
    return { status: 200, headers: json, body: JSON.stringify({ sha256, size, mediaType }) };
  });
}

/** §4.10 Nobody fills the disk with what no document carries. Throws `FILES_WAITING`. */
async function requireRoom(
  db: PerimeterTransaction,
  { files }: Pick<Perimeter, 'files'>,
  { institution, official }: Caller,
  now: Date,
): Promise<void> {
  const since = new Date(now.getTime() - fileLimits.uploadMs);
  const waiting = await waitingOf(db, { institution, official, since });
  if (waiting.files >= fileLimits.waiting || waiting.bytes >= fileLimits.waitingSizes * files.limits.size)
    throw new Refusal('FILES_WAITING');
}

/** §3.12 Gives a file, or a part of it, to who may read a document that carries it; `head` asks what it is, and no byte of it. */
async function downloadFile(perimeter: Perimeter, { mandate, query }: StreamRequest) {
  const context = callContext(mandate);
  requireGateway(context);
  const refusal = refusalUnder(reading, callerOf(context));
  if (refusal !== null) throw refusal;
  const { file, name, documentId } = await readFile(perimeter, context, { sha256: query.get('sha256'), document: query.get('document') });
  const { status, headers, part } = partAsked(query.get('range'), file.size);
  const about = {
    'file-type': file.mediaType,
    'file-size': String(file.size),
    'file-name': encodeURIComponent(name),
    'file-document': documentId,
  };
  if (query.get('head') !== null) return { status: 200, headers: { ...about, 'content-length': '0' }, body: '' };
  return { status, headers: { ...about, ...headers }, body: part === null ? '' : perimeter.files.read(file, part) };
}

/** What the table of calls gives to the gateway, and to nobody else. */
function requireGateway({ mandate }: CallContext): void {
  if (!mayCall(mandate.role, 'files')) throw new Refusal('UNAUTHENTICATED');
}

/** A size in bytes as it was announced; null where none was. */
export function sizeIn(text: string | null): number | null {
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw new Refusal('BAD_INPUT', 'content-length is no number of bytes.');
  return Number(text);
}
