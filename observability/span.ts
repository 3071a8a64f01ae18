import {
  type Attributes,
  type AttributeValue,
  type Context,
  context,
  defaultTextMapGetter,
  INVALID_TRACEID,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { attributes } from './attributes.ts';
import { parseTraceparent, strictTraceContext, writeTraceparent } from './propagator.ts';
import { atRest } from './stepContext.ts';

/** What a running step may add to its span. */
export interface SpanHandle {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Notes an id, a code or a count; see `attributes` for the names. */
  set(name: string, value: AttributeValue): void;
  /** Notes the code that the step ended with. What the rules refuse is an answer like any other; see `isFailure` for what is not. */
  refuse(code: string): void;
}

/** How a step is seen in its trace. */
export interface SpanOptions {
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Attributes;
  /** Traceparents of the steps that caused this one without waiting for it. */
  readonly links?: readonly string[];
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
  return trace.getTracer(tracerName).startActiveSpan(name, seen, around, (span) => inside(span, run));
}

async function inside<T>(span: Span, run: (span: SpanHandle) => Promise<T> | T): Promise<T> {
  try {
    return await run(new OpenSpan(span));
  } catch (error) {
    noteFailure(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Tells of a step that has ended already as one of the running step's; both moments as `performance.now` has them. */
export function noteStep(name: string, beganAt: number, endedAt: number): void {
  trace.getTracer(tracerName).startSpan(name, { startTime: beganAt }).end(endedAt);
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
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && span.traceId !== INVALID_TRACEID
    ? { traceId: span.traceId, spanId: span.spanId }
    : { traceId: INVALID_TRACEID };
}

/** The headers that carry the running trace to another service, or into an outbox row; none where no trace runs. */
export function traceHeaders(): Record<string, string> {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && span.traceId !== INVALID_TRACEID ? { traceparent: writeTraceparent(span) } : {};
}

/** The id of the running trace, 32 hexadecimal digits; zeros where none runs. */
export const currentTraceId = (): string => trace.getActiveSpan()?.spanContext().traceId ?? INVALID_TRACEID;

/** Whether the step that runs is recorded: where it is not, spans inside it would be made for nobody. */
export const isRecorded = (): boolean => trace.getActiveSpan()?.isRecording() === true;

/** Codes of what somebody has to mend: a part of the exchange was away, or we were wrong. All others are the rules' answers. */
export const isFailure = (code: string): boolean => code === 'INTERNAL' || code === 'OPERATION_TOO_SLOW' || code.endsWith('_UNAVAILABLE');

class OpenSpan implements SpanHandle {
  readonly #span: Span;

  constructor(span: Span) {
    this.#span = span;
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  set(name: string, value: AttributeValue): void {
    this.#span.setAttribute(name, value);
  }

  refuse(code: string): void {
    noteCode(this.#span, code);
  }
}

const unseen: SpanHandle = { traceId: INVALID_TRACEID, set: () => undefined, refuse: () => undefined };

function linkTo(traceparent: string): Link[] {
  const cause = parseTraceparent(traceparent);
  return cause === undefined ? [] : [{ context: cause }];
}

function noteFailure(span: Span, error: unknown): void {
  const code = codeOf(error);
  if (code !== undefined) noteCode(span, code);
  else span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.constructor.name : typeof error });
}

function noteCode(span: Span, code: string): void {
  span.setAttribute(attributes.refusal, code);
  if (isFailure(code)) span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}

// Telemetry stands beside the domain and cannot import it: a refusal is known by its name and its code, an operation that
// cannot be read by the code in its GraphQL error.
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const extensions = 'extensions' in error && typeof error.extensions === 'object' ? error.extensions : null;
  const code =
    error.name === 'Refusal' && 'code' in error ? error.code : extensions !== null && 'code' in extensions ? extensions.code : null;
  return typeof code === 'string' ? code : undefined;
}
