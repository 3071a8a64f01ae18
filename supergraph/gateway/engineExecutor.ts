import { withSpan } from '@chancery/observability';
import { BoundedCache } from '@chancery/trust';
import { type AsOf, type Compiled, createEngine, type Engine, type EngineOptions, type Loaded } from '../engine/index.ts';
import { reportFault } from './errors.ts';
import { compiledName } from './operation/compiledName.ts';
import type { PreparedOperation } from './operation/prepare.ts';
import type { Answer } from './passage.ts';
import { type Commission, commissionOf } from './sources/commission.ts';
import type { Execute } from './supergraphExecutor.ts';

/** What the engine needs besides a supergraph. */
export type EngineParts = Omit<EngineOptions<Commission>, 'supergraphSdl' | 'loaded'>;

type Variables = Readonly<Record<string, unknown>>;
type Allowed = Parameters<Execute>[1];

/** What compiled operations may weigh together, and what one weighs: measured on operations of 50 to 4,800 fields, fragments counted where they are spread. */
const MOST_COMPILED = 96 * 1024 * 1024;
const COMPILED_OPERATION = 20_000;
const COMPILED_FIELD = 500;
/** What a character of generated text weighs, with what is compiled of it. */
const COMPILED_CHARACTER = 2;

/** Between two operations that are compiled before anybody has asked for them, those who ask come first. */
const PAUSE_MS = 50;

/** Runs operations by Chancery's engine, each compiled once for a supergraph. */
export class EngineExecutor {
  readonly #parts: EngineParts;
  #expected: readonly PreparedOperation[] = [];
  #warming: NodeJS.Timeout | undefined;
  #engine: Engine<Commission> | undefined;
  readonly #most: number;
  #compiled: BoundedCache<Compiled<Commission>>;
  /** What everybody asks for is not pushed out by what somebody asks for. */
  #published = new Map<string, Compiled<Commission>>();

  /** @param most what compiled operations may weigh together, in bytes */
  constructor(parts: EngineParts, most = MOST_COMPILED) {
    this.#parts = parts;
    this.#most = most;
    this.#compiled = new BoundedCache(2_000, most);
  }

  /** From now on operations run over this supergraph; those under way end as they began. */
  load(supergraphSdl: string, loaded?: Loaded): void {
    this.#engine = createEngine({ ...this.#parts, supergraphSdl, ...(loaded === undefined ? {} : { loaded }) });
    this.#compiled = new BoundedCache(2_000, this.#most);
    this.#published = new Map();
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
        // What has conditions is planned when somebody has chosen.
        if (operation.conditions.length === 0)
          this.#published.set(compiledName(operation, operation, {}), this.#made(operation, operation, {}));
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
  isPlanned(allowed: Allowed, operation: PreparedOperation, variables: Variables): boolean {
    return this.#known(compiledName(allowed, operation, variables))?.isPlanned(variables) ?? false;
  }

  readonly execute: Execute = async (operation, allowed, passage, deadline): Promise<Answer> => {
    const { variables } = passage;
    const known = this.#known(compiledName(allowed, operation, variables));
    const isReady = known?.isPlanned(variables) === true;
    const compiled = isReady ? known : await withSpan('plan', {}, () => this.#planned(allowed, operation, variables));
    const commission = commissionOf(operation.definition, passage, deadline);
    // What was cut out is laid over it afterwards.
    if (allowed !== operation) {
      const { data, errors, storedName, asOf } = await compiled.fetch(variables, commission);
      return { data, errors, storedName, ...marked(asOf) };
    }
    const before = compiled.grown;
    const running = compiled.run(variables, commission);
    if (compiled.grown > before) this.#keep(compiledName(allowed, operation, variables), compiled, operation);
    const { written, errors, asOf } = await running;
    return { ...(written === null ? { data: null } : { data: {}, written }), errors, ...marked(asOf) };
  };

  /** Each choice of an operation's conditions is compiled, and weighs, for itself. */
  #planned(allowed: Allowed, operation: PreparedOperation, variables: Variables): Compiled<Commission> {
    const name = compiledName(allowed, operation, variables);
    const known = this.#known(name);
    if (known !== undefined) return known;
    const compiled = this.#made(allowed, operation, variables);
    this.#keep(name, compiled, operation);
    return compiled;
  }

  /** As heavy as it has become. */
  #keep(name: string, compiled: Compiled<Commission>, { extent }: PreparedOperation): void {
    if (this.#published.has(name)) return;
    const weight = COMPILED_OPERATION + extent.fields * COMPILED_FIELD + compiled.grown * COMPILED_CHARACTER;
    this.#compiled.set(name, compiled, weight);
  }

  #known(name: string): Compiled<Commission> | undefined {
    return this.#published.get(name) ?? this.#compiled.get(name);
  }

  #made({ document }: Allowed, { definition }: PreparedOperation, variables: Variables): Compiled<Commission> {
    if (this.#engine === undefined) throw new TypeError('No supergraph is loaded.');
    const compiled = this.#engine.compile({ document, operationName: definition.name?.value });
    compiled.plan(variables);
    return compiled;
  }
}

const marked = (asOf: readonly AsOf[]): Pick<Answer, 'extensions'> => (asOf.length === 0 ? {} : { extensions: { asOf } });
