import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { storeAddressIn } from './storeAddress.ts';
import { TraceStore } from './traceStore.ts';

let server: Server;

/** A store that answers with these statuses, one after the other, and then the last one again and again. */
async function storeAnswering(statuses: readonly number[], isCompressed = false) {
  const asked: { readonly body: string; readonly token: unknown }[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
      asked.push({ body, token: request.headers['x-token'] });
      response.writeHead(statuses[asked.length - 1] ?? statuses.at(-1) ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  return { asked, store: new TraceStore({ url, headers: { 'x-token': 'a' }, isCompressed, timeoutMs: 5_000 }) };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe('a trace store', () => {
  it('is offered a batch until it takes it', async () => {
    const { asked, store } = await storeAnswering([503, 429, 200]);
    await store.offer(Buffer.from('batch'));
    expect(asked).toEqual([1, 2, 3].map(() => ({ body: 'batch', token: 'a' })));
  });

  it('is not asked again where it says that it never will', async () => {
    const { asked, store } = await storeAnswering([400]);
    await store.offer(Buffer.from('batch'));
    expect(asked).toHaveLength(1);
  });

  it('is asked once more, and no longer waited for, by who ends', async () => {
    const { asked, store } = await storeAnswering([503]);
    store.hurry();
    await store.offer(Buffer.from('batch'));
    expect(asked).toHaveLength(1);
  });

  it('is sent less where it takes what is compressed', async () => {
    const { asked, store } = await storeAnswering([200], true);
    await store.offer(Buffer.from('batch'));
    expect(asked).toEqual([{ body: 'batch', token: 'a' }]);
  });

  it('is found by OpenTelemetry’s own names, with what is to be said and shown to it', () => {
    const usual = { headers: {}, isCompressed: false, timeoutMs: 10_000 };
    expect(storeAddressIn({})).toBeNull();
    expect(storeAddressIn({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeNull();
    expect(storeAddressIn({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://store/in' })?.url).toBe('http://store/in');
    for (const address of ['store:4318', 'store', 'grpc://store:4317', ' '])
      expect(() => storeAddressIn({ OTEL_EXPORTER_OTLP_ENDPOINT: address })).toThrow(
        'OTEL_EXPORTER_OTLP_ENDPOINT is the address of a trace store',
      );
    expect(() => storeAddressIn({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://store', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toThrow(
      'http/protobuf and nothing else',
    );
    const named = storeAddressIn({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://store:4318/' });
    expect(named).toEqual({ url: 'http://store:4318/v1/traces', ...usual });
    const all = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://store:4318',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/in',
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Basic%20YTpi, x-tenant = one=two,',
      OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      OTEL_EXPORTER_OTLP_TIMEOUT: '3000',
      OTEL_EXPORTER_OTLP_CERTIFICATE: new URL(import.meta.url).pathname,
    };
    expect(storeAddressIn(all)).toEqual({
      url: 'https://traces.example/in',
      headers: { Authorization: 'Basic YTpi', 'x-tenant': 'one=two' },
      isCompressed: true,
      timeoutMs: 3_000,
      ca: expect.stringContaining('is found by OpenTelemetry'),
    });
  });
});
