import { expect, test } from 'vitest';
import { newSpanId, newTraceId } from './ids.ts';

test('ids of traces and of steps are as W3C Trace Context writes them, and none comes twice', () => {
  const traces = Array.from({ length: 5_000 }, newTraceId);
  const steps = Array.from({ length: 5_000 }, newSpanId);
  for (const id of traces) expect(id).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
  for (const id of steps) expect(id).toMatch(/^(?!0+$)[0-9a-f]{16}$/);
  expect(new Set(traces).size).toBe(5_000);
  expect(new Set(steps).size).toBe(5_000);
});
