import { startTelemetry, type Telemetry, withSpan } from '@chancery/observability';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyDatabase } from '../../tests/kit/databases.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../tests/kit/otlpReceiver.ts';
import type { ReceivedSpan } from '../../tests/kit/otlpSpans.ts';
import { TracedClient, TracedPool } from './tracedClient.ts';

let receiver: OtlpReceiver;
let telemetry: Telemetry;
let pool: pg.Pool;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.url;
  telemetry = startTelemetry({ service: 'justice' });
  pool = new TracedPool({ connectionString: await emptyDatabase('traced'), max: 1, Client: TracedClient, connectionTimeoutMillis: 5_000 });
});
afterAll(async () => {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = '';
  await pool.end();
  await receiver.close();
});

test('each statement is a step of who asked for it, also where it waited for a connection', async () => {
  await pool.query('SELECT relname FROM pg_class LIMIT 1');
  const asked = ['a', 'b', 'c', 'd'].map((name) =>
    withSpan(name, { root: true }, async () => {
      await pool.query('BEGIN');
      await pool.query('SELECT relname FROM pg_class WHERE relname = $1', [name]);
      const connection = await pool.connect();
      await connection.query(`SELECT '${name} secret' AS word FROM pg_type LIMIT 1`);
      connection.release();
    }),
  );
  await Promise.all(asked);
  await withSpan('fails', { root: true }, () => pool.query('SELECT secret FROM pg_class')).catch(() => undefined);
  await telemetry.shutdown();

  const spans = receiver.spans();
  const below = (name: string): readonly ReceivedSpan[] => {
    const step = spans.find((span) => span.name === name);
    return spans.filter(({ traceId, parentSpanId }) => traceId === step?.traceId && parentSpanId === step.spanId);
  };
  for (const name of ['a', 'b', 'c', 'd'])
    expect(below(name).map((span) => span.name)).toEqual(['postgresql SELECT pg_class', 'postgresql SELECT pg_type']);
  expect(below('fails')).toMatchObject([{ kind: 'client', status: { code: 'error', message: 'DatabaseError' } }]);
  expect(spans).toHaveLength(4 * 3 + 2);
  expect(receiver.bytes().includes('secret')).toBe(false);
});
