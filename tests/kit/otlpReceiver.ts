import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ReceivedSpan, readOtlpSpans } from './otlpSpans.ts';

/** A trace store for tests: takes OTLP/protobuf over HTTP and keeps all of it. */
export interface OtlpReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly port: number;
  /** All spans received by now. */
  spans(): readonly ReceivedSpan[];
  /** All bytes received by now, to look for what must not be in them. */
  bytes(): Buffer;
  close(): Promise<void>;
}

/** Starts a receiver, on a free port unless one is given. Set `OTEL_EXPORTER_OTLP_ENDPOINT` to its `url` before telemetry starts. */
export async function startOtlpReceiver(port = 0): Promise<OtlpReceiver> {
  const received: Buffer[] = [];
  const server = createServer(async (request, response) => {
    received.push(await whole(request));
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    spans: () => received.flatMap(readOtlpSpans),
    bytes: () => Buffer.concat(received),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function whole(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
