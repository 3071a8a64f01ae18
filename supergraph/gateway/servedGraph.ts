import { createHash } from 'node:crypto';
import type { TrustedOperation } from '@chancery/schema';
import type { Decisions } from './operation/decisions.ts';
import type { Stage } from './passage.ts';

/** The graph that a gateway is to serve. */
export interface GraphText {
  readonly supergraphSdl: string;
  /** The operations that are published for it: those of the committed supergraph where none are given. §1.6 */
  readonly operations?: readonly TrustedOperation[] | undefined;
}

/** A graph that was loaded: what happens to an operation over it, in order. */
export interface LoadedGraph {
  readonly stages: readonly Stage[];
  /** What its rules decide. */
  readonly decisions: Pick<Decisions, 'of' | 'stopped'>;
  close(): Promise<void>;
}

/** So long an exchange waits for what is under way, in milliseconds; most of it ends sooner. */
const UNDER_WAY_MS = 1_000;

/**
 * The graph that is served now, and the exchange of it for another while operations run: each ends over the graph over which it began. Loading
 * keeps this process busy for half a second and more, in which nobody's answer would be read in time: so what is under way is let end before, and
 * what comes meanwhile waits for it.
 */
export class ServedGraph {
  readonly #load: (text: GraphText) => Promise<LoadedGraph>;
  /** How long an operation may still run over a graph that another has taken the place of, in milliseconds. */
  readonly #drainMs: number;
  #now: LoadedGraph | undefined;
  #name = '';
  /** One after the other: the last one asked for is served in the end. */
  #last: Promise<void> = Promise.resolve();
  readonly #earlier = new Map<LoadedGraph, NodeJS.Timeout>();
  #underWay = 0;
  /** Called when nothing is under way any more. */
  #idle: (() => void) | undefined;
  /** Stands while a graph is loaded: whoever comes waits for it. */
  #loading: Promise<void> | undefined;

  constructor(load: (text: GraphText) => Promise<LoadedGraph>, drainMs: number) {
    this.#load = load;
    this.#drainMs = drainMs;
  }

  /** Runs an operation over the graph that is served. */
  async run<Result>(operation: (stages: readonly Stage[]) => Promise<Result>): Promise<Result> {
    while (this.#loading !== undefined) await this.#loading;
    this.#underWay += 1;
    try {
      return await operation(this.#now?.stages ?? []);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#idle?.();
    }
  }

  /** Throws where no graph is served yet: a gateway answers nobody before. */
  get decisions(): LoadedGraph['decisions'] {
    if (this.#now === undefined) throw new Error('No graph is served yet.');
    return this.#now.decisions;
  }

  /** By what it is known which graph is served: the beginning of the SHA-256 of its text. */
  get name(): string {
    return this.#name;
  }

  /** Serves another graph from now on. Throws where it cannot be loaded: then the one before is served on. */
  serve(text: GraphText): Promise<void> {
    const served = this.#last.then(() => this.#exchange(text));
    this.#last = served.catch(() => undefined);
    return served;
  }

  async close(): Promise<void> {
    await this.#last;
    for (const timer of this.#earlier.values()) clearTimeout(timer);
    await Promise.all([...this.#earlier.keys(), ...(this.#now === undefined ? [] : [this.#now])].map((graph) => graph.close()));
  }

  async #exchange(text: GraphText): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#loading = promise;
    try {
      await this.#ended();
      this.#serveNow(await this.#load(text), graphName(text));
    } finally {
      this.#loading = undefined;
      resolve();
    }
  }

  async #ended(): Promise<void> {
    if (this.#underWay === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const impatient = setTimeout(resolve, UNDER_WAY_MS);
    this.#idle = resolve;
    await promise;
    clearTimeout(impatient);
    this.#idle = undefined;
  }

  #serveNow(loaded: LoadedGraph, name: string): void {
    const before = this.#now;
    this.#now = loaded;
    this.#name = name;
    if (before === undefined) return;
    const end = (): void => {
      this.#earlier.delete(before);
      void before.close().catch(() => undefined);
    };
    this.#earlier.set(before, setTimeout(end, this.#drainMs).unref());
  }
}

/** What a graph is known by. */
export const graphName = ({ supergraphSdl, operations = [] }: GraphText): string =>
  createHash('sha256')
    .update(supergraphSdl)
    .update(operations.map(({ id }) => id).join())
    .digest('hex')
    .slice(0, 16);
