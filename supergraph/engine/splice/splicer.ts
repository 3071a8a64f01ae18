import type { GraphQLObjectType, SelectionSetNode } from 'graphql';
import { unusual } from '../answer/leaves.ts';
import type { TypeNames } from '../data/typeNames.ts';
import type { Place } from '../place.ts';
import type { JoinedNode } from '../planning/joinSiblings.ts';
import { Questions } from '../post/recall.ts';
import type { Step, Variables } from '../steps/step.ts';
import { Asked } from './asked.ts';
import { entitiesSplice } from './entitiesSplice.ts';
import { entityFinder } from './entityFinder.ts';
import type { Fetched } from './fetched.ts';
import { notPlain } from './notPlain.ts';
import { numberedPlan } from './numberedPlan.ts';
import { OF_ROOT, ReaderSource, type Sourced } from './readerSource.ts';
import { rootSplice } from './rootSplice.ts';
import { scan } from './scan.ts';
import { type SendBytes, Sheets } from './sheets.ts';
import type { Read, Splicing } from './splicing.ts';
import { type Legend, Tape } from './tape.ts';
import { TapeWriter } from './tapeWriter.ts';

/** What the splicer of an operation is compiled from. */
export interface SplicerParts extends Pick<Sourced, 'asked' | 'whole' | 'storedName'> {
  readonly root: GraphQLObjectType;
  /** What the operation asks of it. */
  readonly selectionSet: SelectionSetNode;
  readonly plan: JoinedNode;
  readonly types: TypeNames;
  readonly placeOf: (subgraph: string) => Place;
}

/** What splicing asks of its surroundings. */
interface SplicingOffice {
  readonly send: SendBytes;
  /** Hears of each document that is asked for by its id. */
  readonly note: (documentId: string) => void;
}

/**
 * Answers an operation out of the bytes that servers answer, without making objects of them: what goes out, `{"data":…}`, is copied from what came in.
 * Throws where anything is not as the graph and the plan say, or not as JSON.stringify would write it: `unusual`, or what was thrown for a call.
 * Somebody else then has to find out what becomes of it.
 */
export type Splicer = (variables: Variables, office: SplicingOffice) => Promise<Buffer>;

/**
 * Compiles the splicer of an operation; null where its plan needs more than splicing can do.
 * @param weigh hears how long the text is that is kept of it, in characters
 */
export function splicerOf(parts: SplicerParts, weigh?: (length: number) => void): Splicer | null {
  try {
    return compiled(parts, weigh);
  } catch (error) {
    if (error === notPlain) return null;
    throw error;
  }
}

function compiled({ root, selectionSet, plan, types, placeOf, ...graph }: SplicerParts, weigh?: (length: number) => void): Splicer {
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
  const functions = functionsOf(text);
  const step = stepOf((fetched) =>
    stepFor(fetched, readersOf(fetched, source, functions), holdersOf(fetched), placeOf(fetched.fetch.serviceName), types),
  );
  const legend: Legend = { literals: source.literals.map((text) => Buffer.from(text)), holes: source.holes };
  return spliced(
    step,
    fetches.map((fetched) => source.programs.get(fetched)?.runs ?? 0),
    functions(writer) as (tape: Tape) => void,
    legend,
  );
}

/** How long an answer may become before anybody has seen one, in bytes. */
const FIRST = 512;

/** @param runs how many runs of fields each fetch gives to an object @param begin writes the root on the tape */
function spliced(step: Step<Splicing>, runs: readonly number[], begin: (tape: Tape) => void, legend: Legend): Splicer {
  let expected = FIRST;
  return async (variables, { send, note }) => {
    const tape = new Tape(runs.map((each) => new Asked(each)));
    await step({ tape, sheets: new Sheets(send, variables), variables, send, note });
    // Of an entity that nobody was asked about nothing stands on the tape.
    if (tape.asked.some((each) => each.isOpen)) throw unusual;
    const from = tape.size;
    begin(tape);
    const written = new TapeWriter(tape, legend, expected).write(from, tape.size);
    tape.giveBack();
    expected = Math.ceil(written.length * 1.1) + FIRST;
    return written;
  };
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

/** The functions of a source, by their names. */
function functionsOf(text: string): (name: string) => unknown {
  const reach = { ...scan, unusual };
  const names = [...text.matchAll(/^function (r\d+)/gm)].map(([, name]) => name);
  // The text is ours: see `ReaderSource`.
  const all = new Function(...Object.keys(reach), `"use strict";${text}\nreturn{${names.join(',')}};`)(...Object.values(reach));
  return (name) => all[name];
}
