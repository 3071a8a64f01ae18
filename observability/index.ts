export * from './attributes.ts';
export { type CallHandle, isFailure, type SpanHandle } from './openSpan.ts';
export { strictTraceContext } from './propagator.ts';
export * from './span.ts';
export * from './telemetry.ts';
