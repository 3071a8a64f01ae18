import type { ReceivedSpan } from './otlpSpans.ts';

/** One trace as it was exported, from all processes together. */
export class TraceTree {
  readonly spans: readonly ReceivedSpan[];
  readonly #children: ReadonlyMap<string, readonly ReceivedSpan[]>;

  constructor(all: readonly ReceivedSpan[], traceId: string) {
    this.spans = all.filter((span) => span.traceId === traceId);
    this.#children = Map.groupBy(this.spans.toSorted(inTime), ({ parentSpanId }) => parentSpanId);
  }

  /** Spans without a parent: a whole trace has one. */
  get roots(): readonly ReceivedSpan[] {
    return this.childrenOf('');
  }

  /** Spans whose parent was not exported: a whole trace has none. */
  get orphans(): readonly ReceivedSpan[] {
    const known = new Set(['', ...this.spans.map(({ spanId }) => spanId)]);
    return this.spans.filter(({ parentSpanId }) => !known.has(parentSpanId));
  }

  /** The only root; throws where the trace is not whole. */
  get root(): ReceivedSpan {
    const [root, ...others] = this.roots;
    if (root === undefined || others.length > 0) throw new Error(`A trace has ${this.roots.length} roots.`);
    return root;
  }

  /** What a step began, in the order in which it did. */
  childrenOf(spanId: string): readonly ReceivedSpan[] {
    return this.#children.get(spanId) ?? [];
  }

  /** A step and everything that it led to. */
  within(span: ReceivedSpan): readonly ReceivedSpan[] {
    return [span, ...this.childrenOf(span.spanId).flatMap((child) => this.within(child))];
  }

  named(name: string): readonly ReceivedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  /** The databases that were asked. */
  get databases(): readonly unknown[] {
    return [...new Set(this.spans.flatMap(({ attributes }) => attributes['db.namespace'] ?? []))].sort();
  }

  /**
   * The tree as text, a step a line, with the process it ran in. Statements side by side are one line: how many there are is the
   * service's own affair.
   */
  get outline(): readonly string[] {
    return this.#outlineOf(this.root, 0);
  }

  #outlineOf(span: ReceivedSpan, depth: number): readonly string[] {
    const below = this.childrenOf(span.spanId).flatMap((child) => this.#outlineOf(child, depth + 1));
    const line = span.name.startsWith('postgresql ') ? `${span.service}: postgresql` : `${span.service}: ${span.name}`;
    const indented = `${'  '.repeat(depth)}${line}${span.kind === 'internal' ? '' : ` (${span.kind})`}`;
    return [indented, ...below.filter((each, place) => each !== below[place - 1])];
  }
}

const inTime = (one: ReceivedSpan, other: ReceivedSpan): number => Number(one.startedAt - other.startedAt);
