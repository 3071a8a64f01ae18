import { type DocumentNode, type GraphQLFormattedError, type GraphQLSchema, getOperationAST, separateOperations } from 'graphql';
import { complete } from './answer/complete.ts';
import { type Write, writerOf } from './answer/writer.ts';
import { type AsOf, standing } from './cards/asOf.ts';
import { cardsOf } from './cards/cards.ts';
import { conditionsIn } from './conditionsIn.ts';
import type { AnswerPath } from './data/placesIn.ts';
import { typeNamesOf } from './data/typeNames.ts';
import type { Place } from './place.ts';
import { chosenOperation } from './planning/chosenOperation.ts';
import { joinSiblings } from './planning/joinSiblings.ts';
import { withoutKnownTypeNames } from './planning/knownTypeNames.ts';
import { type PerChoice, perChoice } from './planning/perChoice.ts';
import { Planner } from './planning/planner.ts';
import { asAsked, type StoredName, variablesAside } from './planning/setAside.ts';
import { Lines } from './post/lines.ts';
import { Post } from './post/post.ts';
import { Questions, Recall } from './post/recall.ts';
import type { Wire } from './post/wire.ts';
import { programOf } from './steps/program.ts';
import type { Run, Step, Variables } from './steps/step.ts';
import { Turns } from './turns.ts';

/** What an engine runs over. */
export interface EngineOptions<Context> {
  /** Without security directives: who may ask what is decided before. */
  readonly supergraphSdl: string;
  /** Who answers for a subgraph. */
  readonly placeOf: (subgraph: string) => Place;
  readonly wire: Wire<Context>;
  /** The error that stands for a part that did not come; `institution`: by whom it is missed, where that is known. */
  readonly missing: (
    error: unknown,
    path: readonly (string | number)[],
    institution: string | null,
    context: Context,
  ) => GraphQLFormattedError;
  /** Hears of each document that is asked for by its id. */
  readonly noteDocument?: (id: string, context: Context) => void;
}

/** An operation of the public graph, found valid. */
interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
}

/** Plans operations over a supergraph, and compiles each into functions that run it. */
export interface Engine<Context> {
  /** The public graph. */
  readonly schema: GraphQLSchema;
  /**
   * Everything about an operation that does not depend on who asks it.
   * Throws `Refusal('OPERATION_TOO_COMPLEX')`, and `GraphQLError` where the planner finds no way.
   */
  compile(operation: Asked): Compiled<Context>;
}

/** What servers have answered to an operation, joined: more than was asked, and some of it under other names. */
export interface Fetched {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly GraphQLFormattedError[];
  /** What of it was taken from a stand-in. */
  readonly asOf: readonly AsOf[];
  readonly storedName: StoredName;
}

/** An answer: `data` is JSON text. */
export interface Outcome {
  readonly data: string | null;
  readonly errors: readonly GraphQLFormattedError[];
  readonly asOf: readonly AsOf[];
}

/** An operation that is ready to run, any number of times. */
export interface Compiled<Context> {
  /** Whether it is planned already for what these variables leave in of it by `@skip` and `@include`. */
  isPlanned(variables: Variables): boolean;
  plan(variables: Variables): void;
  /** @param variables coerced, with their defaults */
  fetch(variables: Variables, context: Context): Promise<Fetched>;
  write(fetched: Fetched, variables: Variables): Promise<Outcome>;
  /** Fetches and writes. */
  run(variables: Variables, context: Context): Promise<Outcome>;
}

export function createEngine<Context>(options: EngineOptions<Context>): Engine<Context> {
  const planner = new Planner(options.supergraphSdl);
  const types = typeNamesOf(planner.whole);
  const places = new Map(planner.subgraphs.map((subgraph) => [subgraph, options.placeOf(subgraph)]));
  const placeOf = (subgraph: string): Place => {
    const place = places.get(subgraph);
    if (place === undefined) throw new TypeError(`Nobody answers for ${subgraph}.`);
    return place;
  };
  const [standIn] = [...places.values()].flatMap((place) => (place.kind === 'perimeters' ? (place.standIn ?? []) : []));
  const turns = new Turns();
  const kept = standIn === undefined ? null : cardsOf(planner.whole, standIn);
  return {
    schema: planner.schema,
    compile({ document: whole, operationName }) {
      // What stands beside it in its text, with variables of its own, is none of its business.
      const document = separateOperations(whole)[operationName ?? ''] ?? whole;
      const definition = getOperationAST(document, operationName);
      if (definition == null) throw new TypeError('An operation is chosen before it is compiled.');
      const stepUnder = perChoice(document, (choice): Step | null => {
        const { node } = planner.plan(chosenOperation(planner.schema, document, operationName, choice), operationName);
        if (node?.kind === 'Subscription') throw new TypeError('There are no subscriptions.');
        // A command is answered by whoever carried it out, and by nobody else.
        const cards = definition.operation === 'query' && kept !== null ? kept() : null;
        return node === undefined
          ? null
          : programOf(joinSiblings(withoutKnownTypeNames(node, planner.whole)), { types, placeOf, cards, questions: new Questions() });
      });
      if (conditionsIn(document).length === 0) stepUnder({});
      const write = writerOf(planner.schema, document, definition, planner.storedName);
      return new Program(options, planner, { document, operationName }, { stepUnder, write, turns });
    },
  };
}

/** What an operation is compiled into. */
interface Parts {
  readonly stepUnder: PerChoice<Step | null>;
  readonly write: Write;
  readonly turns: Turns;
}

class Program<Context> implements Compiled<Context> {
  readonly #options: EngineOptions<Context>;
  readonly #graph: Pick<Planner, 'schema' | 'storedName'>;
  readonly #asked: Asked;
  readonly #parts: Parts;
  /** How long its last answer was. */
  #weight = 0;

  constructor(options: EngineOptions<Context>, graph: Pick<Planner, 'schema' | 'storedName'>, asked: Asked, parts: Parts) {
    this.#options = options;
    this.#graph = graph;
    this.#asked = asked;
    this.#parts = parts;
  }

  isPlanned(variables: Variables): boolean {
    return this.#parts.stepUnder.has(variables);
  }

  plan(variables: Variables): void {
    this.#parts.stepUnder(variables);
  }

  async run(variables: Variables, context: Context): Promise<Outcome> {
    return this.write(await this.fetch(variables, context), variables);
  }

  fetch(variables: Variables, context: Context): Promise<Fetched> {
    return this.#parts.turns.take(this.#weight, () => this.#fetch(variables, context));
  }

  async #fetch(variables: Variables, context: Context): Promise<Fetched> {
    const { wire, missing, noteDocument } = this.#options;
    const lines = new Lines((server, call) => wire.send(server, call, context));
    const post = new Post({
      send: (server, call) => lines.send(server, call),
      leave: (server, error) => lines.leave(server, error),
      missing: (error, path, institution) => missing(error, path, institution, context),
      note: (id) => noteDocument?.(id, context),
    });
    const run: Run = { variables: variablesAside(variables), data: {}, errors: [], asOf: [], post, recall: new Recall() };
    await this.#parts.stepUnder(variables)?.(run);
    return {
      data: run.data,
      errors: run.errors.map(calledAsAsked),
      asOf: run.asOf.map(calledAsAsked),
      storedName: this.#graph.storedName,
    };
  }

  async write(fetched: Fetched, variables: Variables): Promise<Outcome> {
    const written = this.#parts.write(fetched.data, variables);
    this.#weight = written?.length ?? 0;
    if (written !== null) return { data: written, errors: fetched.errors, asOf: fetched.asOf };
    const { data, errors } = await complete(this.#graph.schema, this.#asked, variables, fetched);
    return { data: data === null ? null : JSON.stringify(data), errors, asOf: standing(fetched.asOf, data) };
  }
}

const calledAsAsked = <Said extends { readonly path?: AnswerPath | undefined }>(said: Said): Said =>
  said.path === undefined ? said : { ...said, path: asAsked(said.path) };
