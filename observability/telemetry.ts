import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOffSampler, AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { strictTraceContext } from './propagator.ts';

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
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: service }),
    sampler: exporting ? everyExchange() : new AlwaysOffSampler(),
    spanProcessors: exporting ? [exportInBatches()] : [],
    spanLimits: { attributeValueLengthLimit: 256, eventCountLimit: 0 },
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(strictTraceContext);
  return { shutdown: () => stop(provider) };
}

// Every exchange is traced, whatever a stranger's flags ask for; sampling happens where traces are kept.
const everyExchange = () => new ParentBasedSampler({ root: new AlwaysOnSampler(), remoteParentNotSampled: new AlwaysOnSampler() });

// A full queue drops spans and never slows an exchange; the exporter itself tries a batch five times within its ten seconds.
const exportInBatches = () =>
  new BatchSpanProcessor({
    exporter: new OTLPTraceExporter({ timeoutMillis: 10_000, concurrencyLimit: 4 }),
    maxQueueSize: 8_192,
    maxExportBatchSize: 512,
    scheduledDelayMillis: 1_000,
    exportTimeoutMillis: 10_000,
  });

async function stop(provider: TracerProvider): Promise<void> {
  running = undefined;
  trace.disable();
  context.disable();
  propagation.disable();
  await Promise.race([provider.shutdown().catch(() => undefined), new Promise((done) => setTimeout(done, 5_000).unref())]);
}
