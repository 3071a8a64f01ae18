import type { GraphQLSchema } from 'graphql';
import { cardsOf } from './cards/cards.ts';
import { compileOperation } from './compileOperation.ts';
import { typeNamesOf } from './data/typeNames.ts';
import type { Asked, Compiled, Surroundings } from './operation.ts';
import type { Place } from './place.ts';
import { type Loaded, Planner } from './planning/planner.ts';
import { Turns } from './turns.ts';

/** What an engine runs over. */
export interface EngineOptions<Context> extends Surroundings<Context> {
  /** Without security directives: who may ask what is decided before. */
  readonly supergraphSdl: string;
  /** Who answers for a subgraph. */
  readonly placeOf: (subgraph: string) => Place;
  /** What is loaded of the supergraph already. */
  readonly loaded?: Loaded;
  /** An operation whose last answer was so long, in bytes, is answered by splicing. */
  readonly splicedFrom?: number;
}

/** What is shorter is read as objects in no time. */
const SPLICED_FROM = 2_048;

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

export function createEngine<Context>(options: EngineOptions<Context>): Engine<Context> {
  const planner = new Planner(options.supergraphSdl, options.loaded);
  const places = new Map(planner.subgraphs.map((subgraph) => [subgraph, options.placeOf(subgraph)]));
  const [standIn] = [...places.values()].flatMap((place) => (place.kind === 'perimeters' ? (place.standIn ?? []) : []));
  const grounds = {
    planner,
    types: typeNamesOf(planner.whole),
    placeOf: among(places),
    cards: standIn === undefined ? null : cardsOf(planner.whole, standIn),
    surroundings: options,
    turns: new Turns(),
    splicedFrom: options.splicedFrom ?? SPLICED_FROM,
  };
  return { schema: planner.schema, compile: (asked) => compileOperation(asked, grounds) };
}

const among =
  (places: ReadonlyMap<string, Place>) =>
  (subgraph: string): Place => {
    const place = places.get(subgraph);
    if (place === undefined) throw new TypeError(`Nobody answers for ${subgraph}.`);
    return place;
  };
