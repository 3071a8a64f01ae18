import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { currentTraceId, traceHeaders, withSpan } from './span.ts';
import { startTelemetry } from './telemetry.ts';

const house = new URL('../', import.meta.url);

describe('telemetry', () => {
  it('stands on one version of the API: two of them record nothing and say nothing', () => {
    const copies = globSync('node_modules/{,**/node_modules/}@opentelemetry/api/package.json', { cwd: house });
    const versions = copies.map((copy) => JSON.parse(readFileSync(new URL(copy, house), 'utf8')).version);

    expect(versions).toEqual(['1.10.0']);
  });

  it('has no trace where none runs', () => {
    expect(currentTraceId()).toBe('0'.repeat(32));
    expect(traceHeaders()).toEqual({});
  });

  it('gives real trace ids without an exporter, the same for all steps of a trace', async () => {
    const telemetry = startTelemetry({ service: 'test' });

    const [outer, inner, header] = await withSpan('outer', {}, async () => {
      const own = currentTraceId();
      return [own, await withSpan('inner', {}, () => currentTraceId()), traceHeaders().traceparent];
    });

    expect(outer).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
    expect(inner).toBe(outer);
    expect(header).toMatch(new RegExp(`^00-${outer}-[0-9a-f]{16}-00$`));
    await telemetry.shutdown();
  });

  it('hands on what a step answers and what it throws', async () => {
    expect(await withSpan('answers', {}, () => 7)).toBe(7);
    await expect(withSpan('throws', {}, () => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
  });
});
