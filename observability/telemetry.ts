import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { foreignTracer } from './foreignTracer.ts';
import { OwnTracer } from './ownTracer.ts';
import { PatientExporter } from './patientExporter.ts';
import { strictTraceContext } from './propagator.ts';
import { tracerName } from './span.ts';

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
  running ??= start(service, Boolean(process.env.OTEL_EXPORTER_OTLP_ENDPOINT));
  return running;
}

function start(service: string, exporting: boolean): Telemetry {
  const batches = exporting ? exportInBatches() : null;
  const common = { resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: service }), instrumentationScope: { name: tracerName } };
  const own = new OwnTracer(batches === null ? null : { ...common, onEnd: (step) => batches.onEnd(step) });
  const foreign = foreignTracer(own);
  trace.setGlobalTracerProvider({ getTracer: (name) => (name === tracerName ? own : foreign) });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(strictTraceContext);
  return { shutdown: () => stop(batches) };
}

// The queue is what a trace store may miss while it is away: when it is full, spans are dropped and no exchange is slowed.
const exportInBatches = () =>
  new BatchSpanProcessor({
    exporter: new PatientExporter(new OTLPTraceExporter({ timeoutMillis: 10_000, concurrencyLimit: 32 })),
    maxQueueSize: 8_192,
    maxExportBatchSize: 512,
    scheduledDelayMillis: 1_000,
    exportTimeoutMillis: 2 ** 31 - 1, // how long a batch is offered is the exporter's to say
  });

async function stop(batches: BatchSpanProcessor | null): Promise<void> {
  running = undefined;
  trace.disable();
  context.disable();
  propagation.disable();
  await Promise.race([
    (batches?.shutdown() ?? Promise.resolve()).catch(() => undefined),
    new Promise((done) => setTimeout(done, 5_000).unref()),
  ]);
}
