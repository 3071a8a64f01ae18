export * from './attributes.ts';
export { strictTraceContext } from './propagator.ts';
export * from './span.ts';
export * from './telemetry.ts';
