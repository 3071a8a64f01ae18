import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { foreignTracer } from './foreignTracer.ts';
import { OwnTracer } from './ownTracer.ts';
import { strictTraceContext } from './propagator.ts';
import { tracerName } from './span.ts';
import { storeAddressIn } from './storeAddress.ts';
import { TraceBatches } from './traceBatches.ts';
import { TraceStore } from './traceStore.ts';

/** The tracing of this process, while it runs. */
export interface Telemetry {
  /** Sends what is still waiting, for at most five seconds, and ends. */
  shutdown(): Promise<void>;
}

let running: Telemetry | undefined;

/**
 * Starts tracing in this process; asked again, it answers the first.
 * Spans are exported by OTLP/protobuf when `OTEL_EXPORTER_OTLP_ENDPOINT` is set; without it they are not recorded, but trace ids are real.
 */
export function startTelemetry({ service }: { readonly service: string }): Telemetry {
  running ??= start(service);
  return running;
}

function start(service: string): Telemetry {
  const store = storeAddressIn(process.env);
  const batches = store === null ? null : new TraceBatches(service, new TraceStore(store));
  const own = new OwnTracer(batches);
  const foreign = foreignTracer(own);
  trace.setGlobalTracerProvider({ getTracer: (name) => (name === tracerName ? own : foreign) });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(strictTraceContext);
  return { shutdown: () => stop(batches) };
}

async function stop(batches: TraceBatches | null): Promise<void> {
  running = undefined;
  trace.disable();
  context.disable();
  propagation.disable();
  await Promise.race([
    (batches?.shutdown() ?? Promise.resolve()).catch(() => undefined),
    new Promise((done) => setTimeout(done, 5_000).unref()),
  ]);
}
