import type { Transfers } from '@chancery/trust';
import type { StreamEndpoint } from '../http/endpoint.ts';
import { type BytesService, bytesEndpoint } from './bytesEndpoint.ts';
import { downloadFile } from './downloadFile.ts';
import { downloading, uploading } from './fileActs.ts';
import { tell } from './fileAnswers.ts';
import type { FileDesk } from './filePassage.ts';
import { uploadFile } from './uploadFile.ts';

/** `PUT /files` and `GET /files/{sha256}`. */
export const filesEndpoint = (desk: FileDesk, transfers: Transfers, origins: ReadonlySet<string>): StreamEndpoint =>
  bytesEndpoint(desk, transfers, origins, files);

const files: BytesService = {
  usage: 'PUT /files, or GET /files/{sha256}.',
  actOf({ method, url = '' }) {
    const path = url.split('?')[0];
    if (path === '/files') return method === 'PUT' ? uploading : undefined;
    return method === 'GET' || method === 'HEAD' ? downloading : undefined;
  },
  async carry({ desk, transfers, passage, request, response, more }) {
    if (passage.act === downloading) await downloadFile(desk, transfers, passage, request, response, more);
    else tell(response, 200, (await uploadFile(desk, transfers, passage, request, response)) as object, more);
  },
};
