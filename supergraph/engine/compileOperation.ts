import { getOperationAST, type OperationDefinitionNode, separateOperations } from 'graphql';
import { writerOf } from './answer/writer.ts';
import { asksSchema } from './asksSchema.ts';
import type { Cards } from './cards/cards.ts';
import { CompiledOperation, type Parts, type Ready } from './compiledOperation.ts';
import { conditionsIn } from './conditionsIn.ts';
import type { TypeNames } from './data/typeNames.ts';
import { fragmentsOf } from './fragmentsOf.ts';
import type { Asked, Compiled, Surroundings } from './operation.ts';
import type { Place } from './place.ts';
import { chosenOperation } from './planning/chosenOperation.ts';
import { joinSiblings } from './planning/joinSiblings.ts';
import { withoutKnownTypeNames } from './planning/knownTypeNames.ts';
import { perChoice } from './planning/perChoice.ts';
import type { Planner } from './planning/planner.ts';
import { Questions } from './post/recall.ts';
import { compileSplicer } from './splice/compileSplicer.ts';
import type { Splicer } from './splice/splicer.ts';
import { programOf } from './steps/program.ts';
import type { Variables } from './steps/step.ts';

/** What all operations over one supergraph have in common, compiled or running. */
export interface Grounds<Context> extends Pick<Parts, 'turns' | 'splicedFrom'> {
  readonly planner: Planner;
  readonly types: TypeNames;
  /** Who answers for a subgraph. */
  readonly placeOf: (subgraph: string) => Place;
  /** What may stand in for perimeters that are away, anew for each plan; null where nothing can. */
  readonly cards: (() => Cards) | null;
  readonly surroundings: Surroundings<Context>;
}

/** Compiles an operation, step after step, as far as can be done before anybody asks it. */
export function compileOperation<Context>({ document: whole, operationName }: Asked, grounds: Grounds<Context>): Compiled<Context> {
  const { planner, surroundings, turns, splicedFrom } = grounds;
  // What stands beside it in its text, with variables of its own, is none of its business.
  const document = separateOperations(whole)[operationName ?? ''] ?? whole;
  const definition = getOperationAST(document, operationName);
  if (definition == null) throw new TypeError('An operation is chosen before it is compiled.');
  let grown = 0;
  const weigh = (length: number): void => {
    grown += length;
  };
  const own = { document, operationName, definition };
  const readyUnder = perChoice(document, (choice) => readyFor(choice, own, grounds, weigh));
  if (conditionsIn(document).length === 0) readyUnder({});
  const write = writerOf(planner.schema, document, definition, planner.storedName);
  const parts = { readyUnder, write, turns, splicedFrom, grown: () => grown };
  return new CompiledOperation(surroundings, planner, { document, operationName }, parts);
}

/** An operation alone in its text, and where it stands there. */
interface Defined extends Asked {
  readonly definition: OperationDefinitionNode;
}

/** An operation under one choice of its variables: chosen, planned, and its plan compiled both ways, the second when it is asked for. */
function readyFor<Context>(
  choice: Variables,
  { document, operationName, definition }: Defined,
  { planner, types, placeOf, cards, surroundings: { noteFault } }: Grounds<Context>,
  weigh: (length: number) => void,
): Ready {
  const { schema, whole, storedName } = planner;
  const { node } = planner.plan(chosenOperation(schema, document, operationName, choice), operationName);
  if (node?.kind === 'Subscription') throw new TypeError('There are no subscriptions.');
  if (node === undefined) return { step: null, splicer: () => null };
  const plan = joinSiblings(withoutKnownTypeNames(node, whole));
  // A command is answered by whoever carried it out, and by nobody else.
  const standIns = definition.operation === 'query' && cards !== null ? cards() : null;
  const step = programOf(plan, { types, placeOf, cards: standIns, questions: new Questions() });
  const root = schema.getRootType(definition.operation);
  if (root == null || asksSchema(document)) return { step, splicer: () => null };
  const asked = { schema, fragments: fragmentsOf(document), choice };
  const splicerGrounds = { root, selectionSet: definition.selectionSet, plan, types, placeOf, asked, whole, storedName };
  return { step, splicer: once(() => soundOrNone(() => compileSplicer(splicerGrounds, weigh), noteFault)) };
}

/** What goes wrong in compiling a splicer is a mistake of splicing's own, and none of the operation's. */
function soundOrNone(make: () => Splicer | null, noteFault: ((error: unknown) => void) | undefined): Splicer | null {
  try {
    return make();
  } catch (error) {
    noteFault?.(error);
    return null;
  }
}

/** What is made when it is first asked for. */
function once<Made>(make: () => Made): () => Made {
  let made: { readonly it: Made } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}
