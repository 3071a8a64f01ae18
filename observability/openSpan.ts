import { type AttributeValue, INVALID_TRACEID, type Span, SpanStatusCode } from '@opentelemetry/api';
import { attributes } from './attributes.ts';
import { writeTraceparent } from './propagator.ts';

/** What a running step may add to its span. */
export interface SpanHandle {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** Notes an id, a code or a count; see `attributes` for the names. */
  set(name: string, value: AttributeValue): void;
  /** Notes the code that the step ended with. What the rules refuse is an answer like any other; see `isFailure` for what is not. */
  refuse(code: string): void;
}

/** What a call that is made may add to its span, and sends along. */
export interface CallHandle extends SpanHandle {
  /** By which the service that is called knows whose part its own is (W3C Trace Context); null where no trace runs. */
  readonly traceparent: string | null;
}

/** Runs a step, and ends its span as the step ends. */
export async function inside<T>(span: Span, run: (span: CallHandle) => Promise<T> | T): Promise<T> {
  try {
    return await run(new OpenSpan(span));
  } catch (error) {
    noteFailure(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** The span of a step that runs. */
class OpenSpan implements CallHandle {
  readonly #span: Span;

  constructor(span: Span) {
    this.#span = span;
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  get traceparent(): string | null {
    const context = this.#span.spanContext();
    return context.traceId === INVALID_TRACEID ? null : writeTraceparent(context);
  }

  set(name: string, value: AttributeValue): void {
    this.#span.setAttribute(name, value);
  }

  refuse(code: string): void {
    noteCode(this.#span, code);
  }
}

/** Of a step that is no part of any trace. */
export const unseen: CallHandle = { traceId: INVALID_TRACEID, traceparent: null, set: () => undefined, refuse: () => undefined };

/** Codes of what somebody has to mend: a part of the exchange was away, or we were wrong. All others are the rules' answers. */
export const isFailure = (code: string): boolean => code === 'INTERNAL' || code === 'OPERATION_TOO_SLOW' || code.endsWith('_UNAVAILABLE');

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
