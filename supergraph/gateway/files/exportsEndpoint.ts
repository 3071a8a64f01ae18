import type { IncomingMessage } from 'node:http';
import { type ExportId, ownerOfExport, parseExportId, Refusal } from '@chancery/domain';
import type { Transfers } from '@chancery/trust';
import type { StreamEndpoint } from '../http/endpoint.ts';
import { type BytesService, bytesEndpoint } from './bytesEndpoint.ts';
import { downloadExport } from './downloadExport.ts';
import { type FileAct, fetchingExport } from './fileActs.ts';
import type { FileDesk } from './filePassage.ts';

/** `GET /exports/{id}`. */
export const exportsEndpoint = (desk: FileDesk, transfers: Transfers, origins: ReadonlySet<string>): StreamEndpoint =>
  bytesEndpoint(desk, transfers, origins, exports);

const exports: BytesService = {
  usage: 'GET /exports/{id}.',
  actOf: (request) => (request.method === 'GET' || request.method === 'HEAD' ? actFor(request) : undefined),
  carry: (carrying) => downloadExport(carrying, idIn(carrying.request)),
};

/** Who may ask at all depends on whose export it is; what is no id is asked for, and not found, like others. */
function actFor(request: IncomingMessage): FileAct {
  const id = idIn(request);
  return fetchingExport(id === null ? 'catalogue' : ownerOfExport(id));
}

/** The id that the path names; null where it is none. */
function idIn({ url = '' }: IncomingMessage): ExportId | null {
  try {
    return parseExportId(decodeURIComponent((url.split('?')[0] ?? '').slice('/exports/'.length)));
  } catch (error) {
    if (error instanceof Refusal || error instanceof URIError) return null;
    throw error;
  }
}
