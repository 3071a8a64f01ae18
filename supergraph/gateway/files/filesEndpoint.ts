import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@chancery/domain';
import type { SpanHandle } from '@chancery/observability';
import { longestTransferMs, SharedRoom, stalledMs, type Transfers } from '@chancery/trust';
import { corsHeaders, preflight } from '../http/cors.ts';
import type { StreamEndpoint } from '../http/server.ts';
import { thumbprintOf } from '../http/thumbprint.ts';
import { downloadFile } from './downloadFile.ts';
import { tell, tellRefusal } from './fileAnswers.ts';
import { admitFile, downloading, type FileDesk, uploading } from './filePassage.ts';
import { uploadFile } from './uploadFile.ts';

/** How many files one gateway carries at once. */
const room = { calls: 64, queue: 0 };

/** `PUT /files` and `GET /files/{sha256}`: bytes go through as they come, and are never whole in memory. */
export function filesEndpoint(desk: FileDesk, transfers: Transfers, origins: ReadonlySet<string>): StreamEndpoint {
  const places = new SharedRoom(room);
  return async (request, response, span) => {
    const asked = preflight(origins, request);
    if (asked !== undefined) return void response.writeHead(asked.status, asked.headers).end();
    const more = corsHeaders(origins, request);
    const end = bounded(request);
    try {
      await carry({ desk, transfers, places, more }, request, response, span);
    } catch (error) {
      // What has begun to leave cannot become a refusal: it is broken off, and its length says that it is not whole.
      if (response.headersSent || response.destroyed) response.destroy();
      else tellRefusal(response, error, span, more);
    } finally {
      end();
    }
    linger(request);
  };
}

interface Carrying {
  readonly desk: FileDesk;
  readonly transfers: Transfers;
  readonly places: SharedRoom;
  readonly more: Readonly<Record<string, string>>;
}

async function carry(
  { desk, transfers, places, more }: Carrying,
  request: IncomingMessage,
  response: ServerResponse,
  span: SpanHandle,
): Promise<void> {
  const act = actOf(request);
  if (act === undefined)
    return tell(response, 405, { errors: [{ message: 'PUT /files, or GET /files/{sha256}.', extensions: { code: 'BAD_INPUT' } }] }, more);
  const { authorization } = request.headers;
  const passage = await admitFile(desk, act, { authorization, certificate: thumbprintOf(request) }, span);
  const leave = places.take(passage.caller.official);
  if (leave === null) throw new Refusal('SERVICE_UNAVAILABLE', 'Too many files are on their way.');
  try {
    if (act === downloading) await downloadFile(desk, transfers, passage, request, response, more);
    else tell(response, 200, (await uploadFile(desk, transfers, passage, request, response)) as object, more);
  } finally {
    leave();
  }
}

function actOf({ method, url = '' }: IncomingMessage): typeof uploading | undefined {
  const path = url.split('?')[0];
  if (path === '/files') return method === 'PUT' ? uploading : undefined;
  return method === 'GET' || method === 'HEAD' ? downloading : undefined;
}

/** Breaks off a transfer on which nothing moves, and one without end, until what it answers is called. §1.5 */
function bounded({ socket }: IncomingMessage): () => void {
  const breakOff = () => socket.destroy();
  const overdue = setTimeout(breakOff, longestTransferMs);
  socket.setTimeout(stalledMs, breakOff);
  return () => {
    clearTimeout(overdue);
    socket.off('timeout', breakOff);
  };
}

const LINGER_MS = 2_000;

/** Closed with bytes on their way, a connection is reset, and the answer with it: what still comes is heard a moment longer, and thrown away. */
function linger(request: IncomingMessage): void {
  if (request.complete || request.socket.destroyed) return;
  request.resume();
  setTimeout(() => request.complete || request.socket.destroy(), LINGER_MS).unref();
}
