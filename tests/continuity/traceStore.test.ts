import { freePorts } from '@chancery/circuit';
import { startTelemetry, withSpan } from '@chancery/observability';
import { expect, test } from 'vitest';
import { startOtlpReceiver } from '../kit/otlpReceiver.ts';
import { within } from '../kit/processes.ts';

const queue = 8_192;
const batch = 512;
const many = 30_000;

test('a trace store that is away for long costs a bounded queue: what it held is sent, what came after is lost', {
  timeout: 60_000,
}, async () => {
  const [port = 0] = await freePorts(1);
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${port}`;
  const telemetry = startTelemetry({ service: 'justice' });
  const before = performance.now();
  for (let count = 0; count < many; count += 1) await withSpan(`step ${count}`, {}, () => count);
  expect(performance.now() - before).toBeLessThan(10_000);

  const receiver = await startOtlpReceiver(port);
  const names = () => new Set(receiver.spans().map(({ name }) => name));
  await within(40_000, () => names().size >= queue, 'What was held did not arrive');
  await telemetry.shutdown();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = '';
  const arrived = names();
  await receiver.close();

  expect(arrived.size).toBeGreaterThanOrEqual(queue);
  expect(arrived.size).toBeLessThanOrEqual(queue + batch);
  expect([...arrived].every((name) => Number(name.slice(5)) < queue + batch)).toBe(true);
});
