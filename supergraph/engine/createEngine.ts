import { type GraphQLSchema, getOperationAST, separateOperations } from 'graphql';
import { writerOf } from './answer/writer.ts';
import { asksSchema } from './asksSchema.ts';
import { cardsOf } from './cards/cards.ts';
import { type Asked, type Compiled, CompiledOperation, type Ready, type Surroundings } from './compiledOperation.ts';
import { conditionsIn } from './conditionsIn.ts';
import { typeNamesOf } from './data/typeNames.ts';
import { fragmentsOf } from './fragmentsOf.ts';
import type { Place } from './place.ts';
import { chosenOperation } from './planning/chosenOperation.ts';
import { joinSiblings } from './planning/joinSiblings.ts';
import { withoutKnownTypeNames } from './planning/knownTypeNames.ts';
import { perChoice } from './planning/perChoice.ts';
import { type Loaded, Planner } from './planning/planner.ts';
import { Questions } from './post/recall.ts';
import { type Splicer, splicerOf } from './splice/splicer.ts';
import { programOf } from './steps/program.ts';
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
  const types = typeNamesOf(planner.whole);
  const places = new Map(planner.subgraphs.map((subgraph) => [subgraph, options.placeOf(subgraph)]));
  const placeOf = (subgraph: string): Place => {
    const place = places.get(subgraph);
    if (place === undefined) throw new TypeError(`Nobody answers for ${subgraph}.`);
    return place;
  };
  const [standIn] = [...places.values()].flatMap((place) => (place.kind === 'perimeters' ? (place.standIn ?? []) : []));
  const turns = new Turns();
  // What goes wrong in compiling it is a mistake of splicing's own, and none of the operation's.
  const soundOrNone = (make: () => Splicer | null): Splicer | null => {
    try {
      return make();
    } catch (error) {
      options.noteFault?.(error);
      return null;
    }
  };
  const kept = standIn === undefined ? null : cardsOf(planner.whole, standIn);
  return {
    schema: planner.schema,
    compile({ document: whole, operationName }) {
      // What stands beside it in its text, with variables of its own, is none of its business.
      const document = separateOperations(whole)[operationName ?? ''] ?? whole;
      const definition = getOperationAST(document, operationName);
      if (definition == null) throw new TypeError('An operation is chosen before it is compiled.');
      const root = planner.schema.getRootType(definition.operation);
      const fragments = fragmentsOf(document);
      let grown = 0;
      const weigh = (length: number): void => {
        grown += length;
      };
      const readyUnder = perChoice(document, (choice): Ready => {
        const { node } = planner.plan(chosenOperation(planner.schema, document, operationName, choice), operationName);
        if (node?.kind === 'Subscription') throw new TypeError('There are no subscriptions.');
        // A command is answered by whoever carried it out, and by nobody else.
        const cards = definition.operation === 'query' && kept !== null ? kept() : null;
        if (node === undefined) return { step: null, splicer: () => null };
        const plan = joinSiblings(withoutKnownTypeNames(node, planner.whole));
        const asked = { schema: planner.schema, fragments, choice };
        const { whole, storedName } = planner;
        const parts = { selectionSet: definition.selectionSet, plan, types, placeOf, asked, whole, storedName };
        return {
          step: programOf(plan, { types, placeOf, cards, questions: new Questions() }),
          splicer: once(() => (root == null || asksSchema(document) ? null : soundOrNone(() => splicerOf({ ...parts, root }, weigh)))),
        };
      });
      if (conditionsIn(document).length === 0) readyUnder({});
      const write = writerOf(planner.schema, document, definition, planner.storedName);
      return new CompiledOperation(
        options,
        planner,
        { document, operationName },
        { readyUnder, write, turns, splicedFrom: options.splicedFrom ?? SPLICED_FROM, grown: () => grown },
      );
    },
  };
}

/** What is made when it is first asked for. */
function once<Made>(make: () => Made): () => Made {
  let made: { readonly it: Made } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}
