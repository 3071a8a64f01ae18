import {
  type Context,
  isSpanContextValid,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';

const header = 'traceparent';
// version - trace id - parent id - flags; a version above 00 may say more after a further dash.
const form = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent` as W3C Trace Context §3.2 writes it: lower case only, no white space inside, nothing after version 00. */
export function parseTraceparent(text: string): SpanContext | undefined {
  const [, version, traceId, spanId, flags, more] = form.exec(text) ?? [];
  if (version === undefined || traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  const read = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(read) ? read : undefined;
}

/** Writes a `traceparent` of version 00. */
export const writeTraceparent = (span: SpanContext): string =>
  `00-${span.traceId}-${span.spanId}-${(span.traceFlags & 1) === 1 ? '01' : '00'}`;

/**
 * Carries the trace from service to service, strictly by W3C Trace Context.
 * `tracestate` is not passed on: it would carry a stranger's words into every perimeter (Trace Context §5, privacy).
 */
export const strictTraceContext: TextMapPropagator = {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const span = trace.getSpanContext(context);
    if (span !== undefined && isSpanContextValid(span)) setter.set(carrier, header, writeTraceparent(span));
  },
  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const found = getter.get(carrier, header);
    // Two headers are none: nobody can say which of them is right.
    const text = Array.isArray(found) ? (found.length === 1 ? found[0] : undefined) : found;
    const parent = text === undefined ? undefined : parseTraceparent(text.replace(/^[ \t]+|[ \t]+$/g, ''));
    return parent === undefined ? context : trace.setSpanContext(context, parent);
  },
  fields: () => [header],
};
