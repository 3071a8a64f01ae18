import {
  type Attributes,
  type Context,
  context,
  defaultTextMapGetter,
  INVALID_TRACEID,
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  trace,
} from '@opentelemetry/api';
import { type CallHandle, inside, type SpanHandle, unseen } from './openSpan.ts';
import { parseTraceparent, strictTraceContext, writeTraceparent } from './propagator.ts';
import { atRest } from './stepContext.ts';

/** How a step is seen in its trace. */
export interface SpanOptions {
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Attributes;
  /** The steps that caused this one without waiting for it: as `runningStep` tells of them, or by the traceparents that came from elsewhere. */
  readonly links?: readonly (string | SpanContext)[];
  /** Begins a trace of its own. */
  readonly root?: boolean;
  /** Only as part of a trace that runs: what a service does again and again on its own (polls, sweeps) is no trace. */
  readonly within?: boolean;
  /** Part of the trace that these headers name (W3C Trace Context), whatever runs here. */
  readonly headers?: Headers;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The name of our own tracer: other tracers are libraries'. */
export const tracerName = 'chancery';

/** By OpenTelemetry's names. */
const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Runs a step inside a span of its own. A refusal leaves the status unset and names its code; any other error marks the span
 * with the error's class alone: messages may hold what a trace must not.
 */
export function withSpan<T>(name: string, options: SpanOptions, run: (span: SpanHandle) => Promise<T> | T): Promise<T> {
  const { kind = 'internal', links, root = false, within = false, headers } = options;
  if (within && currentTraceId() === INVALID_TRACEID) return new Promise((resolve) => resolve(run(unseen)));
  const around = headers === undefined ? activeContext() : remoteContext(headers);
  const linked = links === undefined ? {} : { links: links.flatMap(linkTo) };
  const seen = { kind: kinds[kind], attributes: options.attributes ?? {}, ...linked, root };
  const span = trace.getTracer(tracerName).startSpan(name, seen, around);
  return context.with(trace.setSpan(around, span), inside<T>, undefined, span, run);
}

/**
 * Makes a call as a step of the running one, which stays the running one meanwhile: what is sent names the call by its `traceparent`, and nothing
 * else has to know of it. To let another step run costs as much again as the span.
 */
export function withCall<T>(
  name: string,
  { attributes = {}, within = false }: Pick<SpanOptions, 'attributes' | 'within'>,
  run: (call: CallHandle) => Promise<T>,
): Promise<T> {
  const around = activeContext();
  if (within && traceIdIn(around) === INVALID_TRACEID) return run(unseen);
  return inside(trace.getTracer(tracerName).startSpan(name, { kind: SpanKind.CLIENT, attributes }, around), run);
}

/** Tells of a step that has ended already as one of the running step's; both moments as `performance.now` has them. */
export function noteStep(name: string, beganAt: number, endedAt: number): void {
  trace.getTracer(tracerName).startSpan(name, { startTime: beganAt }).end(endedAt);
}

/** Runs a step as part of one that was running elsewhere in this process, or as the beginning of a trace. */
export const withinStep = <T>(step: SpanContext | undefined, run: () => Promise<T>): Promise<T> =>
  context.with(step === undefined ? atRest : trace.setSpanContext(atRest, step), run);

/** The step that runs, to be linked to others, or to go on in; undefined where no trace runs. */
export function runningStep(): SpanContext | undefined {
  const step = trace.getActiveSpan()?.spanContext();
  return step?.traceId === INVALID_TRACEID ? undefined : step;
}

/** Runs a step as part of the trace that the headers name (W3C Trace Context), or as the beginning of one. */
export function withRemoteParent<T>(headers: Headers, run: () => Promise<T>): Promise<T> {
  return context.with(remoteContext(headers), run);
}

const remoteContext = (headers: Headers): Context => strictTraceContext.extract(atRest, headers, defaultTextMapGetter);

function activeContext(): Context {
  const active = context.active();
  return active === ROOT_CONTEXT ? atRest : active;
}

/** The running step: its trace, and its place in it where there is one. */
export function currentStep(): { readonly traceId: string; readonly spanId?: string } {
  const step = runningStep();
  return step === undefined ? { traceId: INVALID_TRACEID } : { traceId: step.traceId, spanId: step.spanId };
}

/** The headers that carry the running trace to another service, or into an outbox row; none where no trace runs. */
export function traceHeaders(): Record<string, string> {
  const step = runningStep();
  return step === undefined ? {} : { traceparent: writeTraceparent(step) };
}

/** The id of the running trace, 32 hexadecimal digits; zeros where none runs. */
export const currentTraceId = (): string => traceIdIn(context.active());

const traceIdIn = (around: Context): string => trace.getSpanContext(around)?.traceId ?? INVALID_TRACEID;

/** Whether the step that runs is recorded: where it is not, spans inside it would be made for nobody. */
export const isRecorded = (): boolean => trace.getActiveSpan()?.isRecording() === true;

function linkTo(step: string | SpanContext): Link[] {
  const cause = typeof step === 'string' ? parseTraceparent(step) : step;
  return cause === undefined ? [] : [{ context: cause }];
}
