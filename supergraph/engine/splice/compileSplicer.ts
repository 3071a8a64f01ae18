import type { GraphQLObjectType, SelectionSetNode } from 'graphql';
import type { TypeNames } from '../data/typeNames.ts';
import type { Place } from '../place.ts';
import type { JoinedNode } from '../planning/joinSiblings.ts';
import { Questions } from '../post/recall.ts';
import type { Step } from '../steps/step.ts';
import { entitiesSplice } from './entitiesSplice.ts';
import { entityFinder } from './entityFinder.ts';
import type { Fetched } from './fetched.ts';
import { functionsIn } from './functionsIn.ts';
import { notPlain } from './notPlain.ts';
import { numberedPlan } from './numberedPlan.ts';
import { OF_ROOT, ReaderSource, type Sourced } from './readerSource.ts';
import { rootSplice } from './rootSplice.ts';
import { type Splicer, splicerOf } from './splicer.ts';
import type { Read, Splicing } from './splicing.ts';
import type { Legend, Tape } from './tape.ts';

/** What the splicer of an operation is compiled from. */
export interface SplicerGrounds extends Pick<Sourced, 'asked' | 'whole' | 'storedName'> {
  readonly root: GraphQLObjectType;
  /** What the operation asks of it. */
  readonly selectionSet: SelectionSetNode;
  readonly plan: JoinedNode;
  readonly types: TypeNames;
  readonly placeOf: (subgraph: string) => Place;
}

/**
 * Compiles the splicer of an operation; null where its plan needs more than splicing can do.
 * @param weigh hears how long the text is that is kept of it, in characters
 */
export function compileSplicer(parts: SplicerGrounds, weigh?: (length: number) => void): Splicer | null {
  try {
    return compiled(parts, weigh);
  } catch (error) {
    if (error === notPlain) return null;
    throw error;
  }
}

function compiled({ root, selectionSet, plan, types, placeOf, ...graph }: SplicerGrounds, weigh?: (length: number) => void): Splicer {
  const { fetches, stepOf } = numberedPlan(plan);
  const holdersOf = heldBy(fetches);
  const source = new ReaderSource({
    ...graph,
    fetches,
    holders: (fetched) => fetches.filter((each) => holdersOf(fetched).includes(nameIn(each))),
  });
  const writer = source.root(root, selectionSet);
  if (source.programs.size < fetches.length) throw notPlain;
  const { text } = source;
  weigh?.(text.length);
  const functions = functionsIn(text);
  const step = stepOf((fetched) =>
    stepFor(fetched, readersOf(fetched, source, functions), holdersOf(fetched), placeOf(fetched.fetch.serviceName), types),
  );
  const legend: Legend = { literals: source.literals.map((text) => Buffer.from(text)), holes: source.holes };
  const runs = fetches.map((fetched) => source.programs.get(fetched)?.runs ?? 0);
  return splicerOf({ step, runs, begin: functions(writer) as (tape: Tape) => void, legend });
}

function stepFor(
  fetched: Fetched,
  readers: ReadonlyMap<string, Read>,
  holders: readonly string[],
  place: Place,
  types: TypeNames,
): Step<Splicing> {
  const { number, entities } = fetched;
  if (entities !== null) {
    // What the gateway knows by itself of a document is no look at it.
    const isOfDocuments = place.kind !== 'inside' && entities.type === 'Document' && entities.key === 'id';
    return entitiesSplice({ number, entities, finder: entityFinder(fetched, entities, place, types), isOfDocuments, readers, holders });
  }
  const read = readers.get(OF_ROOT);
  if (read === undefined) throw notPlain;
  return rootSplice(fetched, read, place);
}

/** By the names of questions: what reads what a fetch is told in answer to them. */
function readersOf(fetched: Fetched, { programs }: ReaderSource, functions: (name: string) => unknown): ReadonlyMap<string, Read> {
  const readers = programs.get(fetched)?.readers ?? new Map<string, string>();
  return new Map([...readers].map(([question, name]) => [question, functions(name) as Read]));
}

/** The names of other questions of the plan that hold all that a fetch asks. */
function heldBy(fetches: readonly Fetched[]): (fetched: Fetched) => readonly string[] {
  const questions = new Questions();
  for (const { fetch, entities } of fetches) if (entities !== null) questions.add(fetch.serviceName, entities.question);
  return ({ entities }) => (entities === null ? [] : questions.holdersOf(entities.question));
}

const nameIn = ({ entities }: Fetched): string => entities?.question.name ?? OF_ROOT;
