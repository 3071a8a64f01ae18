import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@chancery/domain';
import type { SpanHandle } from '@chancery/observability';
import { longestTransferMs, SharedRoom, sayWorking, stalledMs, type Transfers } from '@chancery/trust';
import { corsHeaders, preflight } from '../http/cors.ts';
import type { StreamEndpoint } from '../http/endpoint.ts';
import { thumbprintOf } from '../http/thumbprint.ts';
import type { FileAct } from './fileActs.ts';
import { tell, tellRefusal } from './fileAnswers.ts';
import { admitFile, type FileDesk, type FilePassage } from './filePassage.ts';

/** How much one gateway carries at once. */
const room = { calls: 64, queue: 0 };

/** What is on its way: who is let through for what, and how it is answered. */
export interface Carrying {
  readonly desk: FileDesk;
  readonly transfers: Transfers;
  readonly passage: FilePassage;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Go with every answer. */
  readonly more: Readonly<Record<string, string>>;
}

/** What a path is for. */
export interface BytesService {
  /** What is asked for; undefined where there is nothing of it. */
  actOf(request: IncomingMessage): FileAct | undefined;
  /** What can be asked for here. */
  readonly usage: string;
  carry(carrying: Carrying): Promise<void>;
}

/** Bytes go through as they come, and are never whole in memory. */
export function bytesEndpoint(desk: FileDesk, transfers: Transfers, origins: ReadonlySet<string>, service: BytesService): StreamEndpoint {
  const places = new SharedRoom(room);
  return async (request, response, span) => {
    const asked = preflight(origins, request);
    if (asked !== undefined) return void response.writeHead(asked.status, asked.headers).end();
    const more = corsHeaders(origins, request);
    const end = bounded(request, response);
    try {
      await admitted({ desk, transfers, request, response, more }, service, places, span);
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

async function admitted(carrying: Omit<Carrying, 'passage'>, service: BytesService, places: SharedRoom, span: SpanHandle): Promise<void> {
  const { desk, request, response, more } = carrying;
  const act = service.actOf(request);
  if (act === undefined) return tell(response, 405, { errors: [{ message: service.usage, extensions: { code: 'BAD_INPUT' } }] }, more);
  const { authorization } = request.headers;
  const passage = await admitFile(desk, act, { authorization, certificate: thumbprintOf(request) }, span);
  const leave = places.take(passage.caller.official);
  if (leave === null) throw new Refusal('SERVICE_UNAVAILABLE', 'Too many files are on their way.');
  try {
    await service.carry({ ...carrying, passage });
  } finally {
    leave();
  }
}

/** Breaks off a transfer on which nothing moves, and one without end, until what it answers is called. §1.5 */
function bounded(request: IncomingMessage, response: ServerResponse): () => void {
  const { socket } = request;
  const breakOff = () => socket.destroy();
  const overdue = setTimeout(breakOff, longestTransferMs);
  socket.setTimeout(stalledMs, breakOff);
  const quiet = sayWorking(request, response);
  return () => {
    clearTimeout(overdue);
    quiet();
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
