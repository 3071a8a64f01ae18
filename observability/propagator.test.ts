import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { parseTraceparent, strictTraceContext } from './propagator.ts';

const traceId = '12345678901234567890123456789012';
const spanId = '1234567890123456';
const good = `00-${traceId}-${spanId}-01`;

// The cases of the W3C trace-context test suite (github.com/w3c/trace-context, test.py) that are about traceparent.
const refused: Readonly<Record<string, string | string[]>> = {
  'version ff': `ff-${traceId}-${spanId}-01`,
  'a version that is no hexadecimal': `.0-${traceId}-${spanId}-01`,
  'a version in capitals': `FF-${traceId}-${spanId}-01`,
  'a version too short': `0-${traceId}-${spanId}-01`,
  'a version too long': `000-${traceId}-${spanId}-01`,
  'version 00 with more behind': `${good}-`,
  'version 00 with words behind': `${good}-what-the-future-will-be-like`,
  'version 00 with letters at the flags': `${good}abc`,
  'a higher version with letters at the flags': `cc-${traceId}-${spanId}-01what`,
  'a trace id of zeros': `00-${'0'.repeat(32)}-${spanId}-01`,
  'a trace id in capitals': `00-ABCDEF78901234567890123456789012-${spanId}-01`,
  'a trace id that is no hexadecimal': `00-.2345678901234567890123456789012-${spanId}-01`,
  'a trace id too long': `00-${traceId}3-${spanId}-01`,
  'a trace id too short': `00-${traceId.slice(1)}-${spanId}-01`,
  'a parent id of zeros': `00-${traceId}-${'0'.repeat(16)}-01`,
  'a parent id in capitals': `00-${traceId}-ABCDEF7890123456-01`,
  'a parent id that is no hexadecimal': `00-${traceId}-.234567890123456-01`,
  'a parent id too long': `00-${traceId}-${spanId}7-01`,
  'a parent id too short': `00-${traceId}-${spanId.slice(1)}-01`,
  'flags that are no hexadecimal': `00-${traceId}-${spanId}-.0`,
  'flags too long': `00-${traceId}-${spanId}-001`,
  'flags too short': `00-${traceId}-${spanId}-1`,
  'no flags': `00-${traceId}-${spanId}`,
  nothing: '',
  'two headers': [good, good],
  'two headers joined by the server': `${good}, ${good}`,
  'another line behind': `${good}\n`,
};

const accepted: Readonly<Record<string, string | string[]>> = {
  'version 00': good,
  'one header as a list': [good],
  'white space around': `\t ${good} \t`,
  'a higher version': `cc-${traceId}-${spanId}-01`,
  'a higher version with more behind': `cc-${traceId}-${spanId}-01-what-the-future-will-be-like`,
  'a higher version with a dash behind': `cc-${traceId}-${spanId}-01-`,
  'flags of the future': `00-${traceId}-${spanId}-ff`,
};

const parentIn = (traceparent: string | string[]) =>
  trace.getSpanContext(strictTraceContext.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter));

describe('a traceparent', () => {
  it.each(Object.entries(refused))('is refused: %s', (_, header) => {
    expect(parentIn(header)).toBeUndefined();
  });

  it.each(Object.entries(accepted))('is accepted: %s', (_, header) => {
    expect(parentIn(header)).toEqual({ traceId, spanId, traceFlags: 1, isRemote: true });
  });

  it('keeps of the flags only the one that is known', () => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-fe`)?.traceFlags).toBe(0);
  });

  it('is written as version 00, and nothing else with it', () => {
    const carrier: Record<string, string> = {};
    const parent = { traceId, spanId, traceFlags: 1, isRemote: true };

    strictTraceContext.inject(trace.setSpanContext(ROOT_CONTEXT, parent), carrier, defaultTextMapSetter);

    expect(carrier).toEqual({ traceparent: good });
  });
});
