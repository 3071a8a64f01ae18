import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '@chancery/domain';
import { startTelemetry, withSpan } from '@chancery/observability';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OtlpReceiver, startOtlpReceiver } from '../../tests/kit/otlpReceiver.ts';
import type { Passage, Stage } from './passage.ts';
import { pass } from './pipeline.ts';

let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.url;
});
afterAll(async () => {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = '';
  await receiver.close();
});

const stages: readonly Stage[] = [
  { name: 'quick', run: () => undefined },
  { name: 'slow', run: () => pause(120) },
  { name: 'refuses', run: () => Promise.reject(new Refusal('DUTY_REQUIRED')) },
  { name: 'left out', run: () => Promise.reject(new Error('It runs after an answer.')) },
  { name: 'always', always: true, run: () => undefined },
];

test('of the stages a trace shows those that took long, and which one refused', async () => {
  const telemetry = startTelemetry({ service: 'gateway' });
  const answer = await withSpan('POST /graphql', { kind: 'server' }, async (span) => {
    const passage = { span, traceId: span.traceId, answer: undefined } as Passage;
    await pass(stages, passage);
    return passage.answer;
  });
  await telemetry.shutdown();

  expect(answer?.errors).toMatchObject([{ extensions: { code: 'DUTY_REQUIRED' } }]);
  const [slow, root, ...others] = receiver.spans();
  expect(others).toEqual([]);
  expect(root).toMatchObject({ name: 'POST /graphql', parentSpanId: '', attributes: { 'exchange.stage': 'refuses' } });
  expect(slow).toMatchObject({ name: 'slow', kind: 'internal', traceId: root?.traceId, parentSpanId: root?.spanId });
  const took = Number((slow?.endedAt ?? 0n) - (slow?.startedAt ?? 0n)) / 1_000_000;
  expect(took).toBeGreaterThan(100);
  expect((slow?.endedAt ?? 0n) <= (root?.endedAt ?? 0n)).toBe(true);
});
