import { Refusal } from '@chancery/domain';
import { attributes, currentTraceId, startTelemetry, traceHeaders, withRemoteParent, withSpan } from '@chancery/observability';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OtlpReceiver, startOtlpReceiver } from './otlpReceiver.ts';
import type { ReceivedSpan } from './otlpSpans.ts';

const stranger = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
let receiver: OtlpReceiver;
let spans: Readonly<Record<string, ReceivedSpan>>;
let inside: { traceId: string; headers: Record<string, string> };

class OutOfInk extends Error {}

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.url;
  const telemetry = startTelemetry({ service: 'justice' });
  expect(startTelemetry({ service: 'finance' })).toBe(telemetry);

  await withRemoteParent({ traceparent: stranger }, () =>
    withSpan(
      'answers',
      { kind: 'server', attributes: { [attributes.attempt]: 2, half: 0.5, sure: true, both: ['a', 'b'] } },
      async (span) => {
        span.set(attributes.institution, 'JUS');
        inside = { traceId: currentTraceId(), headers: traceHeaders() };
        await withSpan('refuses', {}, () => Promise.reject(new Refusal('DUTY_REQUIRED', 'canary-7f3a'))).catch(() => undefined);
        await withSpan('fails', {}, () => Promise.reject(new OutOfInk('canary-7f3a'))).catch(() => undefined);
        await withSpan('begins anew', { kind: 'consumer', root: true, links: [stranger, 'nonsense'] }, () => undefined);
      },
    ),
  );
  await telemetry.shutdown();
  spans = Object.fromEntries(receiver.spans().map((span) => [span.name, span]));
});

afterAll(async () => {
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  await receiver.close();
});

describe('an exported trace', () => {
  it('arrives whole when telemetry is shut down', () => {
    expect(Object.keys(spans).sort()).toEqual(['answers', 'begins anew', 'fails', 'refuses']);
    expect(new Set(receiver.spans().map(({ service }) => service))).toEqual(new Set(['justice']));
  });

  it('goes on from its remote parent, though the parent was not sampled', () => {
    expect(spans.answers).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331', kind: 'server' });
    expect(inside.traceId).toBe(spans.answers?.traceId);
    expect(inside.headers).toEqual({ traceparent: `00-${spans.answers?.traceId}-${spans.answers?.spanId}-01` });
    expect(spans.refuses?.parentSpanId).toBe(spans.answers?.spanId);
  });

  it('tells ids, codes and counts', () => {
    expect(spans.answers?.attributes).toEqual({
      'exchange.attempt': 2,
      'exchange.institution': 'JUS',
      half: 0.5,
      sure: true,
      both: ['a', 'b'],
    });
    expect(spans.answers?.endedAt).toBeGreaterThanOrEqual(spans.answers?.startedAt ?? 0n);
  });

  it('names a refusal by its code and leaves the status unset', () => {
    expect(spans.refuses).toMatchObject({ status: { code: 'unset', message: '' }, attributes: { 'exchange.refusal': 'DUTY_REQUIRED' } });
  });

  it('names a failure by its class, and no message reaches the receiver', () => {
    expect(spans.fails).toMatchObject({ status: { code: 'error', message: 'OutOfInk' }, events: 0 });
    expect(receiver.bytes().includes('canary')).toBe(false);
  });

  it('begins a trace of its own with links to its causes', () => {
    expect(spans['begins anew']).toMatchObject({ kind: 'consumer', parentSpanId: '' });
    expect(spans['begins anew']?.traceId).not.toBe(spans.answers?.traceId);
    expect(spans['begins anew']?.links).toEqual([{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }]);
  });
});
