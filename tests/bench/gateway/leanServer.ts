import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a client asks over HTTP. */
export interface Asked {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** As little of a server as can answer operations: body in, body out. Answers the address at which it does. */
export async function leanServer(answer: (body: string) => Promise<string | Buffer>): Promise<string> {
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const [status, text] = await answered(answer, Buffer.concat(chunks).toString('utf8'));

      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) });
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

async function answered(answer: (body: string) => Promise<string | Buffer>, body: string): Promise<readonly [number, string | Buffer]> {
  try {
    return [200, await answer(body)];
  } catch (error) {
    return [500, JSON.stringify({ errors: [{ message: error instanceof Error ? error.message : String(error) }] })];
  }
}
