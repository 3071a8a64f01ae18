import {
  type Attributes,
  type Context,
  context,
  INVALID_TRACEID,
  type Span,
  type SpanContext,
  SpanKind,
  type SpanOptions,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { attributes } from './attributes.ts';
import { newSpanId, newTraceId } from './ids.ts';
import { type Recording, TracedStep } from './tracedStep.ts';

/**
 * Every exchange is traced, whatever a stranger's flags ask for; sampling happens where traces are kept. Who only looks whether a service is up
 * gets a trace id like everyone, and makes no trace that nobody would read; so does everybody where nothing is exported (`recording` is null).
 */
export class OwnTracer implements Tracer {
  readonly #recording: Recording | null;

  constructor(recording: Recording | null) {
    this.#recording = recording;
  }

  startSpan(name: string, options: SpanOptions = {}, around: Context = context.active()): Span {
    const above = options.root === true ? undefined : trace.getSpanContext(around);
    // What came from elsewhere was read strictly: there is no context but a right one, or none at all.
    const parent = above !== undefined && above.traceId !== INVALID_TRACEID ? above : undefined;
    const traceId = parent?.traceId ?? newTraceId();
    const spanId = newSpanId();
    const told = options.attributes ?? {};
    if (this.#recording === null || !isTold(parent, told)) return trace.wrapSpanContext({ traceId, spanId, traceFlags: TraceFlags.NONE });
    return new TracedStep(this.#recording, {
      name,
      kind: options.kind ?? SpanKind.INTERNAL,
      links: options.links ?? [],
      parent,
      context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED },
      attributes: { ...told },
      at: typeof options.startTime === 'number' ? options.startTime : performance.now(),
    });
  }

  startActiveSpan<Run extends (span: Span) => unknown>(name: string, ...rest: readonly unknown[]): ReturnType<Run> {
    const run = rest.at(-1) as Run;
    const options = rest.length > 1 ? (rest[0] as SpanOptions) : {};
    const around = rest.length > 2 ? (rest[1] as Context) : context.active();
    const span = this.startSpan(name, options, around);
    return context.with(trace.setSpan(around, span), run as (span: Span) => ReturnType<Run>, undefined, span);
  }
}

/** A step is told where what it is part of is; of strangers' traces our part always is. */
function isTold(parent: SpanContext | undefined, told: Attributes): boolean {
  if (parent === undefined) return told[attributes.path] !== '/healthz';
  return parent.isRemote === true || (parent.traceFlags & TraceFlags.SAMPLED) !== 0;
}
