import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import { attributes } from './attributes.ts';
import { foreignTracer } from './foreignTracer.ts';
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
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: service }),
    sampler: exporting ? everyExchange() : new AlwaysOffSampler(),
    spanProcessors: exporting ? [exportInBatches()] : [],
    spanLimits: { attributeValueLengthLimit: 256, eventCountLimit: 0 },
  });
  const own = provider.getTracer(tracerName);
  const foreign = foreignTracer(own);
  trace.setGlobalTracerProvider({ getTracer: (name) => (name === tracerName ? own : foreign) });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(strictTraceContext);
  return { shutdown: () => stop(provider) };
}

// Every exchange is traced, whatever a stranger's flags ask for; sampling happens where traces are kept.
const everyExchange = () => new ParentBasedSampler({ root: allButProbes, remoteParentNotSampled: new AlwaysOnSampler() });

// Who only looks whether a service is up gets a trace id like everyone, and makes no trace that nobody would read.
const allButProbes: Sampler = {
  shouldSample: (_context, _traceId, _name, _kind, { [attributes.path]: path }) => ({
    decision: path === '/healthz' ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
  }),
  toString: () => 'AllButProbes',
};

// The queue is what a trace store may miss while it is away: when it is full, spans are dropped and no exchange is slowed.
const exportInBatches = () =>
  new BatchSpanProcessor({
    exporter: new PatientExporter(new OTLPTraceExporter({ timeoutMillis: 10_000, concurrencyLimit: 32 })),
    maxQueueSize: 8_192,
    maxExportBatchSize: 512,
    scheduledDelayMillis: 1_000,
    exportTimeoutMillis: 2 ** 31 - 1, // how long a batch is offered is the exporter's to say
  });

async function stop(provider: TracerProvider): Promise<void> {
  running = undefined;
  trace.disable();
  context.disable();
  propagation.disable();
  await Promise.race([provider.shutdown().catch(() => undefined), new Promise((done) => setTimeout(done, 5_000).unref())]);
}
