import {
  type Attributes,
  type AttributeValue,
  context,
  defaultTextMapGetter,
  INVALID_TRACEID,
  isSpanContextValid,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { attributes } from './attributes.ts';
import { parseTraceparent, strictTraceContext, writeTraceparent } from './propagator.ts';

/** What a running step may add to its span. */
export interface SpanHandle {
  /** Notes an id, a code or a count; see `attributes` for the names. */
  set(name: string, value: AttributeValue): void;
}

/** How a step is seen in its trace. */
export interface SpanOptions {
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Attributes;
  /** Traceparents of the steps that caused this one without waiting for it. */
  readonly links?: readonly string[];
  /** Begins a trace of its own. */
  readonly root?: boolean;
}

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
  const { kind = 'internal', links = [], root = false } = options;
  return trace
    .getTracer('chancery')
    .startActiveSpan(
      name,
      { kind: kinds[kind], attributes: options.attributes ?? {}, links: links.flatMap(linkTo), root },
      async (span) => {
        try {
          return await run({ set: (key, value) => span.setAttribute(key, value) });
        } catch (error) {
          noteFailure(span, error);
          throw error;
        } finally {
          span.end();
        }
      },
    );
}

/** Runs a step as part of the trace that the headers name (W3C Trace Context), or as the beginning of one. */
export function withRemoteParent<T>(headers: Readonly<Record<string, string | string[] | undefined>>, run: () => Promise<T>): Promise<T> {
  return context.with(strictTraceContext.extract(ROOT_CONTEXT, headers, defaultTextMapGetter), run);
}

/** The headers that carry the running trace to another service, or into an outbox row; none where no trace runs. */
export function traceHeaders(): Record<string, string> {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span) ? { traceparent: writeTraceparent(span) } : {};
}

/** The id of the running trace, 32 hexadecimal digits; zeros where none runs. */
export const currentTraceId = (): string => trace.getActiveSpan()?.spanContext().traceId ?? INVALID_TRACEID;

function linkTo(traceparent: string): Link[] {
  const cause = parseTraceparent(traceparent);
  return cause === undefined ? [] : [{ context: cause }];
}

function noteFailure(span: Span, error: unknown): void {
  const refusal = refusalCode(error);
  if (refusal !== undefined) span.setAttribute(attributes.refusal, refusal);
  else span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.constructor.name : typeof error });
}

// Telemetry stands beside the domain and cannot import it: a refusal is known by its name and its code.
const refusalCode = (error: unknown): string | undefined =>
  error instanceof Error && error.name === 'Refusal' && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
