import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal, refusals } from '@chancery/domain';
import { attributes, currentTraceId, type SpanHandle, withSpan } from '@chancery/observability';
import { asError, reportFault } from '../errors.ts';
import type { Asker } from '../passage.ts';
import { compressed } from './compressed.ts';
import type { Endpoint, StreamEndpoint, TextAnswer } from './endpoint.ts';
import { readBody } from './readBody.ts';

const jsonType = { 'content-type': 'application/json; charset=utf-8' };

/** Who answers what, and whether that will end soon. */
export interface Desk {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly streams: ReadonlyMap<string, StreamEndpoint>;
  readonly isClosing: () => boolean;
}

/**
 * Answers a request. Correlation begins here: every request is a span, part of the trace that its `traceparent` names or the beginning of one, and
 * every answer says in `x-trace-id` which trace it was.
 */
export function answer(desk: Desk, request: IncomingMessage, response: ServerResponse): void {
  const stream = desk.streams.get(firstPart(request));
  const path = stream === undefined ? pathOf(request) : firstPart(request);
  const endpoint = desk.endpoints.get(path);
  const known = stream === undefined && endpoint === undefined ? 'elsewhere' : path;
  withSpan(
    `${request.method} ${known}`,
    { kind: 'server', headers: request.headers, attributes: { [attributes.path]: known } },
    async (span) => {
      if (stream !== undefined) return answerByBytes(stream, desk, request, response, span);
      if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
      const made = compressed(await answered(endpoint ?? notFound, request, span, new Asking(response)), request);
      const { status, headers, body } = made instanceof Promise ? await made : made;
      span.set(attributes.httpStatus, status);
      if (response.destroyed) return;
      const told = ['x-trace-id', span.traceId, 'content-length', String(Buffer.byteLength(body))];
      for (const name in headers) told.push(name, headers[name] ?? '');
      // Whoever goes on asking over a connection that is open would keep a server that closes open.
      if (desk.isClosing()) told.push('connection', 'close');
      response.writeHead(status, told);
      response.end(request.method === 'HEAD' ? undefined : body);
    },
  ).catch((error: unknown) => {
    reportFault(error, '-');
    response.destroy();
  });
}

/** Correlated like any request; the endpoint writes the answer itself. */
async function answerByBytes(
  stream: StreamEndpoint,
  { isClosing }: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  span: SpanHandle,
): Promise<void> {
  response.setHeader('x-trace-id', span.traceId);
  if (isClosing()) response.setHeader('connection', 'close');
  await stream(request, response, span);
  span.set(attributes.httpStatus, response.statusCode);
}

async function answered(endpoint: Endpoint, request: IncomingMessage, span: SpanHandle, asker: Asker): Promise<TextAnswer> {
  try {
    const body = await readBody(request);
    if (body === null) return tooLarge;
    return await endpoint(request, body, span, asker);
  } catch (error) {
    if (request.destroyed && !request.complete) return refused('The request broke off.');
    reportFault(error, currentTraceId());
    span.refuse('INTERNAL');
    return {
      status: 500,
      headers: jsonType,
      body: '{"errors":[{"message":"Something went wrong on our side.","extensions":{"code":"INTERNAL"}}]}',
    };
  }
}

/** Tells whether whoever asked still waits for the answer. */
class Asking implements Asker {
  hasGone = false;
  whenGone: (() => void) | null = null;

  constructor(response: ServerResponse) {
    response.on('close', () => {
      this.hasGone = true;
      this.whenGone?.();
    });
  }
}

const refused = (message: string): TextAnswer => ({
  status: 400,
  headers: jsonType,
  body: JSON.stringify({
    errors: [{ message: `${refusals.BAD_INPUT.message} ${message}`, extensions: { code: 'BAD_INPUT', clause: refusals.BAD_INPUT.clause } }],
  }),
});

const tooLarge: TextAnswer = {
  status: 413,
  headers: { ...jsonType, connection: 'close' },
  body: JSON.stringify({ errors: [asError(new Refusal('OPERATION_TOO_LARGE', 'Body: at most 1 MB.'))] }),
};

const notFound: Endpoint = () => ({ ...refused('Nothing is here. Ask at /graphql, /files or /exports.'), status: 404 });

const firstPart = ({ url = '/' }: IncomingMessage): string => /^\/[^/?]*/.exec(url)?.[0] ?? '/';
const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?')[0] ?? '/';
