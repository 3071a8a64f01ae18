import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOtlpSpans } from '../tests/kit/otlpSpans.ts';
import { newSpanId, newTraceId } from './ids.ts';
import { ProtobufWriter } from './protobufWriter.ts';
import { type Beginning, TracedStep } from './tracedStep.ts';
import { beginSteps, endSteps, writeStep } from './writeStep.ts';

const context = () => ({ traceId: newTraceId(), spanId: newSpanId(), traceFlags: TraceFlags.SAMPLED });
const beginning = (more: Partial<Beginning> = {}): Beginning => ({
  name: 'a step',
  kind: SpanKind.CLIENT,
  links: [],
  parent: undefined,
  context: context(),
  attributes: {},
  at: performance.now(),
  ...more,
});

/** As a trace store reads what was written, in as little room as there is to begin with. */
function read(...steps: readonly TracedStep[]) {
  const writer = new ProtobufWriter(16);
  const begun = beginSteps(writer, 'justice', 'chancery');
  for (const step of steps) writeStep(writer, step);
  endSteps(writer, begun);
  return readOtlpSpans(writer.written());
}

const made = (more: Partial<Beginning> = {}) => new TracedStep({ onEnd: () => undefined }, beginning(more));

describe('a step that has ended is written so that a trace store', () => {
  it('reads whose it is, what it is part of, what it was caused by, and how it ended', () => {
    const [own, parent, cause] = [context(), { ...context(), isRemote: true }, context()];
    const step = made({ context: own, parent, links: [{ context: cause }] });
    step.setStatus({ code: SpanStatusCode.ERROR, message: 'INTERNAL' });
    expect(read(step, made({ kind: SpanKind.SERVER }))).toMatchObject([
      {
        service: 'justice',
        name: 'a step',
        kind: 'client',
        traceId: own.traceId,
        spanId: own.spanId,
        parentSpanId: parent.spanId,
        links: [{ traceId: cause.traceId, spanId: cause.spanId }],
        status: { code: 'error', message: 'INTERNAL' },
      },
      { kind: 'server', parentSpanId: '', links: [], status: { code: 'unset' } },
    ]);
  });

  it('reads when it was to the microsecond, now and when seconds need more than 32 bits', () => {
    const step = made();
    step.end();
    for (const [beganAt, ns] of [
      [step.beganAt, BigInt(Math.round(step.beganAt * 1_000)) * 1_000n],
      [0, 0n],
      [4_294_967_296_123.5, 4_294_967_296_123_500_000n],
    ] as const) {
      const [span] = read(Object.assign(made(), { beganAt }));
      expect(Math.abs(Number((span?.startedAt ?? -1n) - ns))).toBeLessThan(1_000);
    }
    expect(read(step)[0]?.endedAt).toBeGreaterThanOrEqual(read(step)[0]?.startedAt ?? 0n);
  });

  it('reads what it tells, whatever the texts and numbers', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 90 }),
      fc.maxSafeInteger(),
      fc.boolean(),
      fc.double({ noNaN: true }).filter((number) => !Number.isInteger(number)),
      fc.array(fc.string(), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), value, { noNullPrototype: true, maxKeys: 8 }), fc.string(), (told, name) => {
        const [span] = read(made({ name, attributes: told }));
        expect(span).toMatchObject({ name });
        expect(span?.attributes).toEqual(told);
      }),
    );
  });
});
