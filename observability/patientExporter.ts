import { setTimeout as pause } from 'node:timers/promises';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type Answered = Parameters<SpanExporter['export']>[1];
type Answer = Parameters<Answered>[0];

/** `ExportResultCode.SUCCESS` of OpenTelemetry's core. */
const TAKEN = 0;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** So long a batch is offered; then it is given up, and the next one has its turn. */
const PATIENCE_MS = 900_000;

/**
 * Hands spans to a trace store that may be away: a batch is offered again until the store takes it. What comes meanwhile waits in
 * the processor's queue, which is bounded; so a store that is away costs neither the exchange's time nor more memory than that.
 */
export class PatientExporter implements SpanExporter {
  readonly #store: SpanExporter;
  readonly #open = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(store: SpanExporter) {
    this.#store = store;
  }

  export(spans: ReadableSpan[], done: Answered): void {
    const offer = this.#offer(spans).then(done);
    this.#open.add(offer);
    void offer.finally(() => this.#open.delete(offer));
  }

  /** What waits is offered once more. */
  async shutdown(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#open);
    await this.#store.shutdown();
  }

  async #offer(spans: ReadableSpan[]): Promise<Answer> {
    const end = Date.now() + PATIENCE_MS;
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      const answer = await new Promise<Answer>((answered) => this.#store.export(spans, answered));
      const isOver = this.#closing.signal.aborted || Date.now() > end;
      if (answer.code === TAKEN || isFinal(answer) || isOver) return answer;
      await pause(wait, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
    }
  }
}

/** Whether the store answered that it does not want these spans (OTLP 1.x, failures): its HTTP status is the error's code. */
const isFinal = ({ error }: Answer): boolean => error !== undefined && 'code' in error && typeof error.code === 'number';
