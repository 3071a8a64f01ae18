import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Refusal } from '@chancery/domain';
import { asError } from '../errors.ts';

/** What Node says of bytes that are no request, and what that means to whoever sent them. */
const told: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'Address and headers: at most 16 KB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['413 Payload Too Large', 'Chunks say too much about themselves.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to come.'],
};
const usual = ['400 Bad Request', 'This is no request of HTTP.'] as const;

/** Node's connections know the answer that is being written on them. */
interface Connection extends Duplex {
  readonly _httpMessage?: ServerResponse | null;
}

/** What never became a request is refused as requests are, with a code, and its connection ends. It comes after the answer to what was asked before it. */
export function refuseMalformed(error: NodeJS.ErrnoException, connection: Connection): void {
  const pending = connection._httpMessage ?? undefined;
  if (error.code === 'ECONNRESET' || !connection.writable) return void connection.destroy();
  const [status, message] = told[error.code ?? ''] ?? usual;
  if (pending?.req.complete === true) pending.once('finish', () => endWith(connection, status, message));
  else if (pending?.headersSent === true) connection.destroy();
  else endWith(connection, status, message);
}

/** Who sends too slowly is told so. */
export const refuseSlow = (connection: Duplex, after: () => void): void =>
  endWith(connection, '408 Request Timeout', 'The request took too long to come.', after);

function endWith(connection: Duplex, status: string, message: string, after?: () => void): void {
  const body = JSON.stringify({ errors: [asError(new Refusal('BAD_INPUT', message))] });
  const headers = [
    `content-length: ${Buffer.byteLength(body)}`,
    'content-type: application/json; charset=utf-8',
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  connection.end(`HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${body}`, after);
}
