import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '@chancery/domain';
import { longestTransferMs, type Mandate, sayWorking, stalledMs } from '@chancery/trust';
import { reportFault } from './faults.ts';

/**
 * What a service takes or gives byte by byte, never whole in memory: `PUT /files`. The mandate is for method and path, with all that the path
 * says; what comes in the body the service digests itself, and answers.
 */
export interface StreamRoute {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  /** A refusal that it throws is answered as one. */
  stream(request: StreamRequest): Promise<StreamAnswer>;
}

export interface StreamRequest {
  readonly mandate: Mandate;
  readonly query: URLSearchParams;
  /** Fails where the asker breaks off. */
  readonly body: Readable;
}

export interface StreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text, or bytes that are read as fast as they are taken. */
  readonly body: string | Readable;
}

const LINGER_MS = 2_000;

/** Answers an admitted request. A transfer on which nothing moves is broken off, and so is one without end. */
export async function answerStream(
  route: StreamRoute,
  { mandate, query }: Pick<StreamRequest, 'mandate' | 'query'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const breakOff = () => request.socket.destroy();
  const isOverdue = setTimeout(breakOff, longestTransferMs);
  request.socket.setTimeout(stalledMs, breakOff);
  const quiet = sayWorking(request, response);
  try {
    if (request.headers.expect !== undefined) response.writeContinue();
    await send(await answerOf(route, { mandate, query, body: request }), request, response);
  } catch (error) {
    // Who went away has no answer to wait for.
    if (!response.destroyed) reportFault(`${route.method} ${route.path}`, error);
    response.destroy();
  } finally {
    clearTimeout(isOverdue);
    quiet();
    request.socket.off('timeout', breakOff);
  }
}

async function answerOf(route: StreamRoute, asked: StreamRequest): Promise<StreamAnswer> {
  try {
    return await route.stream(asked);
  } catch (error) {
    if (error instanceof Refusal) return told(error);
    throw error;
  }
}

/** A refusal between services, with all that its caller is told. */
function told({ code, clause, message }: Refusal): StreamAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status: 422, headers, body: JSON.stringify({ errors: [{ message, extensions: { code, clause } }] }) };
}

async function send({ status, headers, body }: StreamAnswer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(status, headers);
  await pipeline(typeof body === 'string' ? Readable.from([Buffer.from(body)]) : body, response);
  if (request.complete) return;
  // Closed with bytes on their way, a connection is reset, and the answer with it: what still comes is heard a moment longer, and thrown away.
  request.resume();
  setTimeout(() => request.complete || request.socket.destroy(), LINGER_MS).unref();
}
