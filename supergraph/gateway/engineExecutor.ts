import { withSpan } from '@chancery/observability';
import { BoundedCache } from '@chancery/trust';
import { type AsOf, type Compiled, createEngine, type Engine, type EngineOptions, readAnswer } from '../engine/index.ts';
import { reportFault } from './errors.ts';
import { PARSED_CHARACTER, type PreparedOperation } from './operation/prepare.ts';
import type { Answer } from './passage.ts';
import type { Source } from './sources/source.ts';
import { type Commission, commissionOf } from './sources/transport.ts';
import { missing } from './sources/unavailable.ts';
import type { Execute } from './supergraphExecutor.ts';

/** What the engine needs besides a supergraph. */
export type EngineParts = Omit<EngineOptions<Commission>, 'supergraphSdl'>;

type Variables = Readonly<Record<string, unknown>>;
type Allowed = Parameters<Execute>[1];

/** What compiled operations may weigh together: plan, functions and writers come to some times the parsed text. */
const MOST_COMPILED = 96 * 1024 * 1024;
const COMPILED_CHARACTER = 4 * PARSED_CHARACTER;

/** Between two operations that are compiled before anybody has asked for them, those who ask come first. */
const PAUSE_MS = 50;

/** Runs operations by Chancery's engine, each compiled once for a supergraph. */
export class EngineExecutor {
  readonly #parts: EngineParts;
  #expected: readonly PreparedOperation[] = [];
  #warming: NodeJS.Timeout | undefined;
  #engine: Engine<Commission> | undefined;
  #compiled = new BoundedCache<Compiled<Commission>>(2_000, MOST_COMPILED);

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** From now on operations run over this supergraph; those under way end as they began. */
  load(supergraphSdl: string): void {
    this.#engine = createEngine({ ...this.#parts, supergraphSdl });
    this.#compiled = new BoundedCache(2_000, MOST_COMPILED);
    this.warm(this.#expected);
  }

  /** Compiles what will be asked for, one after the other beside all other work; again whenever another supergraph is loaded. */
  warm(expected: readonly PreparedOperation[]): void {
    this.#expected = expected;
    this.stop();
    const left = [...expected];
    const next = (): void => {
      const operation = left.shift();
      if (operation === undefined) return;
      try {
        this.#compile(operation, operation.definition.name?.value);
      } catch (error) {
        reportFault(error, '-');
      }
      this.#warming = setTimeout(next, PAUSE_MS).unref();
    };
    this.#warming = setTimeout(next, PAUSE_MS).unref();
  }

  stop(): void {
    clearTimeout(this.#warming);
  }

  /** Whether an operation is ready to run as these variables choose. */
  isPlanned({ hash }: Allowed, { definition }: PreparedOperation, variables: Variables): boolean {
    return this.#compiled.get(nameOf(hash, definition.name?.value))?.isPlanned(variables) ?? false;
  }

  readonly execute: Execute = async (operation, allowed, passage, deadline): Promise<Answer> => {
    const { variables } = passage;
    const ready = () => this.#planned(allowed, operation, variables);
    const compiled = this.isPlanned(allowed, operation, variables) ? ready() : await withSpan('plan', {}, ready);
    const fetched = await compiled.fetch(variables, commissionOf(operation.definition, passage, deadline));
    // What was cut out is laid over it afterwards.
    if (allowed !== operation)
      return { data: fetched.data, errors: fetched.errors, storedName: fetched.storedName, ...marked(fetched.asOf) };
    const { data, errors, asOf } = await compiled.write(fetched, variables);
    return { ...(data === null ? { data } : { data: {}, written: data }), errors, ...marked(asOf) };
  };

  #planned(allowed: Allowed, { definition }: PreparedOperation, variables: Variables): Compiled<Commission> {
    const compiled = this.#compile(allowed, definition.name?.value);
    compiled.plan(variables);
    return compiled;
  }

  #compile({ document, source, hash }: Allowed, operationName: string | undefined): Compiled<Commission> {
    if (this.#engine === undefined) throw new TypeError('No supergraph is loaded.');
    const key = nameOf(hash, operationName);
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const compiled = this.#engine.compile({ document, operationName });
    this.#compiled.set(key, compiled, source.length * COMPILED_CHARACTER);
    return compiled;
  }
}

const marked = (asOf: readonly AsOf[]): Pick<Answer, 'extensions'> => (asOf.length === 0 ? {} : { extensions: { asOf } });

const nameOf = (hash: string, operationName: string | undefined): string => `${hash} ${operationName ?? ''}`;

/** An engine each of whose subgraphs is a server, played by a source. */
export function overSources(sourceOf: (subgraph: string) => Source): EngineParts {
  const sources = new Map<string, Source>();
  return {
    placeOf(subgraph) {
      sources.set(subgraph, sourceOf(subgraph));
      return { kind: 'server', server: subgraph, institution: false };
    },
    wire: {
      async send(server, { operation, variables }, commission) {
        const question = { query: operation.text, variables: JSON.parse(variables), operationName: undefined };
        const reply = await sources.get(server)?.fetch({ question, commission, isInList: false });
        return readAnswer(server, JSON.stringify(reply ?? {}));
      },
    },
    missing,
  };
}
