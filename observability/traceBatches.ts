import { ProtobufWriter } from './protobufWriter.ts';
import { tracerName } from './span.ts';
import type { TracedStep } from './tracedStep.ts';
import type { TraceStore } from './traceStore.ts';
import { beginSteps, endSteps, writeStep } from './writeStep.ts';

/** A batch is whole with so many steps, or bytes, or after so long. */
const MOST_STEPS = 512;
const MOST_BYTES = 1024 * 1024;
const GATHERING_MS = 1_000;
/** So many whole batches wait for their turn: what a trace store may miss while it is away. */
const MOST_WAITING = 16;

/**
 * Steps on their way to a trace store. Each is written as soon as it has ended: nothing of it is kept but its bytes, in a bounded queue; when that
 * is full, what ends is lost, and no exchange is slowed.
 */
export class TraceBatches {
  readonly #service: string;
  readonly #store: Pick<TraceStore, 'offer' | 'hurry'>;
  readonly #waiting: Buffer<ArrayBuffer>[] = [];
  #batch: OpenBatch | null = null;
  #offering: Promise<void> | null = null;

  constructor(service: string, store: Pick<TraceStore, 'offer' | 'hurry'>) {
    this.#service = service;
    this.#store = store;
  }

  onEnd(step: TracedStep): void {
    if (this.#batch === null && this.#waiting.length >= MOST_WAITING) return;
    this.#batch ??= new OpenBatch(this.#service, () => this.#close());
    if (this.#batch.add(step)) this.#close();
  }

  /** What waits is offered once more. */
  async shutdown(): Promise<void> {
    this.#close();
    this.#store.hurry();
    await this.#offering;
  }

  #close(): void {
    const closed = this.#batch?.close();
    this.#batch = null;
    if (closed === undefined) return;
    this.#waiting.push(closed);
    this.#offering ??= this.#offerAll();
  }

  async #offerAll(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) await this.#store.offer(next);
    this.#offering = null;
  }
}

/** Steps that are written together. */
class OpenBatch {
  readonly #writer = new ProtobufWriter(USUAL_BYTES);
  readonly #begun: readonly number[];
  readonly #timer: NodeJS.Timeout;
  #steps = 0;

  constructor(service: string, whole: () => void) {
    this.#begun = beginSteps(this.#writer, service, tracerName);
    this.#timer = setTimeout(whole, GATHERING_MS).unref();
  }

  /** Whether it is whole now. */
  add(step: TracedStep): boolean {
    writeStep(this.#writer, step);
    this.#steps += 1;
    return this.#steps >= MOST_STEPS || this.#writer.size >= MOST_BYTES;
  }

  close(): Buffer<ArrayBuffer> {
    clearTimeout(this.#timer);
    endSteps(this.#writer, this.#begun);
    return this.#writer.written();
  }
}

const USUAL_BYTES = 128 * 1024;
