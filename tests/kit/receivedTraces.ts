import { setTimeout as pause } from 'node:timers/promises';
import { attributes } from '@chancery/observability';
import type { OtlpReceiver } from './otlpReceiver.ts';
import type { ReceivedSpan, ReceivedValue } from './otlpSpans.ts';
import { TraceTree } from './traceTree.ts';

/** What a receiver holds, once everything arrived: processes send once a second, so nothing new for three seconds is all. */
export async function receivedTraces(receiver: OtlpReceiver): Promise<ReceivedTraces> {
  let size = -1;
  for (const end = Date.now() + 30_000; size !== receiver.bytes().length && Date.now() < end; await pause(3_000))
    size = receiver.bytes().length;
  return new ReceivedTraces(receiver.spans());
}

/** Spans of all processes, by the questions that are asked of them. */
export class ReceivedTraces {
  readonly spans: readonly ReceivedSpan[];

  constructor(spans: readonly ReceivedSpan[]) {
    this.spans = spans;
  }

  /** The trace of an operation, by what its answer told. */
  of({ traceId }: { readonly traceId: string }): TraceTree {
    return new TraceTree(this.spans, traceId);
  }

  /** The traces of a consignment's deliveries, in time. */
  deliveriesOf(consignmentId: string): readonly TraceTree[] {
    return this.spans
      .filter((span) => span.name === 'deliver consignment' && told(span, attributes.exchangeId) === consignmentId)
      .toSorted((one, other) => Number(one.startedAt - other.startedAt))
      .map((span) => this.of(span));
  }
}

/** What a span tells under a name. */
export const told = (span: ReceivedSpan | undefined, name: string): ReceivedValue | undefined => span?.attributes[name];

/** The steps of a trace that failed, each with its reason. */
export const failuresOf = (tree: TraceTree): readonly string[] =>
  tree.spans
    .filter(({ status }) => status.code === 'error')
    .map(({ service, name, status }) => `${service}: ${name} ${status.message}`)
    .sort();
