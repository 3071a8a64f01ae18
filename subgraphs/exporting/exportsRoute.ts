import { Readable } from 'node:stream';
import { Refusal } from '@chancery/domain';
import { callContext, callerOf, partAsked, type StreamAnswer, type StreamRequest, type StreamRoute } from '@chancery/kernel';
import { mayCall } from '@chancery/trust';
import { type Exporting, listNamed, seesAsMuch } from './exporting.ts';
import type { ExportRow } from './exportRow.ts';
import { formats } from './formats/formats.ts';
import { exportAnswer, findOwn } from './ownExports.ts';
import { piecesRead } from './piecesRead.ts';

/** What officials fetch here, for the gateway: `GET /exports?id&range&if-range&if-none-match&head`. */
export const exportsRoute = (exporting: Exporting): StreamRoute => ({
  method: 'GET',
  path: '/exports',
  stream: (request) => giveExport(exporting, request),
});

/**
 * §3.13 Gives an export, or a part of it, to who began it, while he has the duty and sees all that he saw then; `head` asks what it is, and no byte of it.
 * Of one that is being made it says how far it is (202). Throws `EXPORT_NOT_FOUND`, and why there is none: `EXPORT_FAILED` and the like.
 */
async function giveExport(exporting: Exporting, { mandate, query }: StreamRequest): Promise<StreamAnswer> {
  if (!mayCall(mandate.role, 'exports')) throw new Refusal('UNAUTHENTICATED');
  const caller = callerOf(callContext(mandate));
  const row = await findOwn(exporting, caller, query.get('id'));
  const list = listNamed(exporting, row.list);
  if (list === undefined || !seesAsMuch(list, caller, row.sight)) throw new Refusal('EXPORT_NOT_FOUND');
  const { size, sha256 } = requireMade(row);
  if (size === null || sha256 === null) return underWay(row);
  const about = aboutOf(row, size, sha256);
  const tag = `"${sha256}"`;
  if (tagsIn(query.get('if-none-match')).some((each) => each === tag || each === '*')) return { status: 304, headers: about, body: '' };
  // A part is of the file that the asker began with, or he gets the whole (RFC 9110 §13.1.5).
  const isSame = query.get('if-range') === null || query.get('if-range') === tag;
  const { status, headers, part } = partAsked(isSame ? query.get('range') : null, size);
  if (query.get('head') !== null) return { status: 200, headers: about, body: '' };
  return {
    status,
    headers: { ...about, ...headers },
    body: part === null ? '' : Readable.from(piecesRead(exporting.db, row.id, part, caller.official), { objectMode: false }),
  };
}

/** Throws why there will be no file. */
function requireMade(row: ExportRow): { readonly size: number | null; readonly sha256: string | null } {
  switch (row.status) {
    case 'WAITING':
    case 'RUNNING':
      return { size: null, sha256: null };
    case 'FINISHED':
      if (row.expires_at <= new Date()) throw new Refusal('EXPORT_EXPIRED');
      return { size: Number(row.size), sha256: row.sha256 };
    case 'FAILED':
      throw new Refusal('EXPORT_FAILED', row.failure?.message, row.failure?.clause ?? undefined);
    case 'CANCELLED':
      throw new Refusal('EXPORT_CANCELLED');
    case 'EXPIRED':
      throw new Refusal('EXPORT_EXPIRED');
  }
}

function underWay(row: ExportRow): StreamAnswer {
  const { id, list, format, status, progress } = exportAnswer(row);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'export-id': id };
  return { status: 202, headers, body: JSON.stringify({ id, list, format, status, progress }) };
}

function aboutOf({ id, list, format, started_at: at }: ExportRow, size: number, sha256: string): Readonly<Record<string, string>> {
  const { mediaType, extension } = formats[format];
  return {
    'export-id': id,
    'export-type': mediaType,
    'export-size': String(size),
    'export-sha256': sha256,
    'export-name': `${list}-${at.toISOString().slice(0, 10)}-${id.slice(-6)}.${extension}`,
  };
}

/** Weakly compared (RFC 9110 §13.1.2). */
const tagsIn = (header: string | null): readonly string[] => (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
