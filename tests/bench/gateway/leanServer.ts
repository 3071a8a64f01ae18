import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../../../supergraph/gateway/http/readBody.ts';

/** What a client asks over HTTP. */
export interface Asked {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** As little of a server as can answer operations: body in, read as our gateway reads it, body out. Answers the address at which it does. */
export async function leanServer(answer: (body: string) => Promise<string | Buffer>): Promise<string> {
  const server = createServer({ keepAliveTimeout: 65_000 }, async (request, response) => {
    const [status, text] = await answered(answer, request);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

async function answered(
  answer: (body: string) => Promise<string | Buffer>,
  request: IncomingMessage,
): Promise<readonly [number, string | Buffer]> {
  try {
    return [200, await answer((await readBody(request)) ?? '')];
  } catch (error) {
    return [500, JSON.stringify({ errors: [{ message: error instanceof Error ? error.message : String(error) }] })];
  }
}
