import { complete } from './answer/complete.ts';
import { unusual } from './answer/leaves.ts';
import type { Write } from './answer/writer.ts';
import { standing } from './cards/asOf.ts';
import type { AnswerPath } from './data/placesIn.ts';
import type { Asked, Compiled, Fetched, Outcome, Surroundings } from './operation.ts';
import type { PerChoice } from './planning/perChoice.ts';
import type { Planner } from './planning/planner.ts';
import { asAsked, variablesAside } from './planning/setAside.ts';
import { Lines } from './post/lines.ts';
import { Post } from './post/post.ts';
import { Recall } from './post/recall.ts';
import { Attempts } from './splice/attempts.ts';
import { Replay } from './splice/replay.ts';
import type { Splicer } from './splice/splicer.ts';
import type { Run, Step, Variables } from './steps/step.ts';
import type { Turns } from './turns.ts';

/** What is made of an operation under one choice of its variables; null where nothing has to be asked. */
export interface Ready {
  readonly step: Step | null;
  /** Made when it is asked for; null where answers have to be read as objects. */
  readonly splicer: () => Splicer | null;
}

/** What an operation is compiled into. */
export interface Parts {
  readonly readyUnder: PerChoice<Ready>;
  readonly write: Write;
  readonly turns: Turns;
  /** See `EngineOptions`. */
  readonly splicedFrom: number;
  /** See `Compiled`. */
  readonly grown: () => number;
}

/** Runs what an operation was compiled into, once for each that asks it. */
export class CompiledOperation<Context> implements Compiled<Context> {
  readonly #surroundings: Surroundings<Context>;
  readonly #graph: Pick<Planner, 'schema' | 'storedName'>;
  readonly #asked: Asked;
  readonly #parts: Parts;
  /** How long its last answer was. */
  #weight = 0;
  readonly #attempts = new Attempts();

  constructor(surroundings: Surroundings<Context>, graph: Pick<Planner, 'schema' | 'storedName'>, asked: Asked, parts: Parts) {
    this.#surroundings = surroundings;
    this.#graph = graph;
    this.#asked = asked;
    this.#parts = parts;
  }

  isPlanned(variables: Variables): boolean {
    return this.#parts.readyUnder.has(variables);
  }

  get grown(): number {
    return this.#parts.grown();
  }

  plan(variables: Variables): void {
    this.#parts.readyUnder(variables);
  }

  async run(variables: Variables, context: Context): Promise<Outcome> {
    const splicer = this.#splicer(variables);
    if (splicer === null) return this.write(await this.fetch(variables, context), variables);
    return this.#parts.turns.take(this.#weight, () => this.#spliced(splicer, variables, context));
  }

  fetch(variables: Variables, context: Context): Promise<Fetched> {
    return this.#parts.turns.take(this.#weight, () => this.#fetch(variables, context));
  }

  /** For operations that come again, as most do not, and whose answers have been long: small ones are read as objects in no time. */
  #splicer(variables: Variables): Splicer | null {
    const isWorth = this.#weight >= this.#parts.splicedFrom && this.#surroundings.wire.sendBytes !== undefined;
    return isWorth && this.#attempts.isDue() ? this.#parts.readyUnder(variables).splicer() : null;
  }

  /** Out of the bytes that come; where that cannot be done, as objects, of the answers that have come. */
  async #spliced(splice: Splicer, variables: Variables, context: Context): Promise<Outcome> {
    const { wire, noteDocument, noteFault } = this.#surroundings;
    const replay = new Replay((server, call) => wire.sendBytes?.(server, call, context) ?? Promise.reject(unusual));
    try {
      const written = await splice(variablesAside(variables), { send: replay.send, note: (id) => noteDocument?.(id, context) });
      this.#weight = written.length;
      this.#attempts.succeeded();
      return { written, errors: [], asOf: [] };
    } catch (error) {
      // What is wrong with an answer, or with who gives none, shows again.
      if (error instanceof TypeError || error instanceof RangeError) noteFault?.(error);
      this.#attempts.failed();
      replay.end();
      return this.write(await this.#fetch(variables, context, replay), variables);
    }
  }

  async #fetch(variables: Variables, context: Context, replay?: Replay): Promise<Fetched> {
    const { wire, missing, noteDocument } = this.#surroundings;
    const lines = new Lines((server, call) => replay?.answerTo(server, call) ?? wire.send(server, call, context));
    const post = new Post({
      send: (server, call) => lines.send(server, call),
      leave: (server, error) => lines.leave(server, error),
      missing: (error, path, institution) => missing(error, path, institution, context),
      note: (id) => noteDocument?.(id, context),
    });
    const run: Run = { variables: variablesAside(variables), data: {}, errors: [], asOf: [], post, recall: new Recall() };
    await this.#parts.readyUnder(variables).step?.(run);
    return {
      data: run.data,
      errors: run.errors.map(calledAsAsked),
      asOf: run.asOf.map(calledAsAsked),
      storedName: this.#graph.storedName,
    };
  }

  write(fetched: Fetched, variables: Variables): Outcome | Promise<Outcome> {
    const written = this.#parts.write(fetched.data, variables);
    this.#weight = written?.length ?? 0;
    return written === null ? this.#complete(fetched, variables) : { written, errors: fetched.errors, asOf: fetched.asOf };
  }

  async #complete(fetched: Fetched, variables: Variables): Promise<Outcome> {
    const { data, errors } = await complete(this.#graph.schema, this.#asked, variables, fetched);
    return { written: data === null ? null : JSON.stringify({ data }), errors, asOf: standing(fetched.asOf, data) };
  }
}

const calledAsAsked = <Said extends { readonly path?: AnswerPath | undefined }>(said: Said): Said =>
  said.path === undefined ? said : { ...said, path: asAsked(said.path) };
