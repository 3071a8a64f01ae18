import { INVALID_SPAN_CONTEXT, type Span, type SpanStatus, type Tracer, trace } from '@opentelemetry/api';

/** What libraries call a step that we want to see, and what we call it. */
const told: Readonly<Record<string, string>> = {
  // Apollo's gateway plans an operation once and keeps the plan: the step is there when there was something to plan.
  'gateway.plan': 'plan',
};

/**
 * The tracer that libraries get who trace themselves. Their spans repeat ours, mark refusals as errors and say what ours must not:
 * all but a few of their steps run without one, and those few tell their time and nothing else.
 */
export function foreignTracer(ours: Tracer): Tracer {
  const startActiveSpan = (name: string, ...rest: readonly unknown[]): unknown => {
    const run = rest.at(-1) as (span: Span) => unknown;
    const own = told[name];
    return own === undefined ? run(unseen) : ours.startActiveSpan(own, (span) => run(asSeenByOthers(span)));
  };
  return { startSpan: () => unseen, startActiveSpan: startActiveSpan as Tracer['startActiveSpan'] };
}

const unseen = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/** A span that its maker may end, and mark as failed: nothing else it says is told. */
function asSeenByOthers(span: Span): Span {
  const quiet = Object.create(unseen) as Span;
  return Object.assign(quiet, {
    spanContext: () => span.spanContext(),
    setStatus: ({ code }: SpanStatus) => {
      span.setStatus({ code });
      return quiet;
    },
    end: () => span.end(),
  });
}
