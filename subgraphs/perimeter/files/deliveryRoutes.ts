import { institutionOf, parseConsignmentId, parseDispatchId, parseFileDigest, Refusal } from '@chancery/domain';
import type { StreamRequest, StreamRoute } from '@chancery/kernel';
import { mayCall } from '@chancery/trust';
import { requireServed } from '../members.ts';
import type { Perimeter } from '../perimeter.ts';
import { isReleased } from '../tables/carriedFiles.ts';
import { findFile, noteUpload } from '../tables/files.ts';
import { sizeIn } from './filesRoutes.ts';
import { keepFile } from './keepFile.ts';

const json = { 'content-type': 'application/json; charset=utf-8' };

/**
 * What the exchange carries from the author to the recipients, for the exchange alone (§7.13): `GET /released-file?dispatchId&sha256` of the author;
 * of a recipient `GET /received-file?consignmentId&sha256`, whether it is there already, and `PUT` of the same, with `size` and `type`.
 */
export const deliveryRoutes = (perimeter: Perimeter): readonly StreamRoute[] => [
  { method: 'GET', path: '/released-file', stream: (request) => releasedFile(perimeter, request) },
  { method: 'GET', path: '/received-file', stream: (request) => hasFile(perimeter, request) },
  { method: 'PUT', path: '/received-file', stream: (request) => receiveFile(perimeter, request) },
];

/** §7.6 Gives a file of a document that was released under a dispatch, and of no other. Throws `FILE_NOT_FOUND`. */
async function releasedFile({ db, members, files }: Perimeter, { mandate, query }: StreamRequest) {
  if (!mayCall(mandate.role, 'releasedFile')) throw new Refusal('UNAUTHENTICATED');
  const dispatchId = parseDispatchId(query.get('dispatchId'));
  const sha256 = parseFileDigest(query.get('sha256'));
  const institution = institutionOf(dispatchId);
  await requireServed(members, institution);
  const file = (await isReleased(db, dispatchId, sha256)) ? await findFile(db, institution, sha256) : undefined;
  if (file === undefined) throw new Refusal('FILE_NOT_FOUND');
  return { status: 200, headers: { 'content-length': String(file.size) }, body: files.read(file, { from: 0, to: file.size }) };
}

/** Whether the recipient has a file already with its bytes, whoever it came from: it stays then until the consignment comes. */
async function hasFile(perimeter: Perimeter, request: StreamRequest) {
  const { db, files } = perimeter;
  const { institution, bringer, sha256 } = await receivedBy(perimeter, request);
  const isNoted = await noteUpload(db, { institution, sha256, bringer, now: new Date() });
  const file = isNoted ? await findFile(db, institution, sha256) : undefined;
  const isHere = file !== undefined && (await files.hasBytes(file));
  return { status: 200, headers: json, body: JSON.stringify({ isHere }) };
}

/** §7.13 Takes in a file before its consignment: its very bytes, by their digest, and only what this institution takes (§4.11). */
async function receiveFile(perimeter: Perimeter, request: StreamRequest) {
  const { institution, bringer, sha256 } = await receivedBy(perimeter, request);
  const { query, body } = request;
  const announced = { institution, sha256, mediaType: query.get('type'), size: sizeIn(query.get('size')) };
  await keepFile(perimeter, announced, bringer, body);
  return { status: 200, headers: json, body: JSON.stringify({ isHere: true }) };
}

async function receivedBy({ members }: Perimeter, { mandate, query }: StreamRequest) {
  if (!mayCall(mandate.role, 'receivedFile')) throw new Refusal('UNAUTHENTICATED');
  const bringer = parseConsignmentId(query.get('consignmentId'));
  const institution = institutionOf(bringer);
  await requireServed(members, institution);
  return { institution, bringer, sha256: parseFileDigest(query.get('sha256')) };
}
