import { type GraphQLObjectType, type GraphQLSchema, isObjectType, type SelectionSetNode } from 'graphql';
import { type Chosen, fieldsOf } from '../answer/selections.ts';
import { entityText } from './entityText.ts';
import type { Fetched } from './fetched.ts';
import type { fieldText } from './fieldText.ts';
import { type Giver, giving, type Run, runsOf } from './givers.ts';
import { notPlain } from './notPlain.ts';
import type { Hole } from './tape.ts';
import { wholeText } from './wholeText.ts';

/** What readers are written for. */
export interface Sourced {
  /** The operation, as its sender asks it. */
  readonly asked: Chosen;
  readonly whole: GraphQLSchema;
  readonly fetches: readonly Fetched[];
  readonly storedName: (responseName: string, fieldName: string) => string;
  /** Other fetches whose answers hold what this one asks. */
  readonly holders: (fetch: Fetched) => readonly Fetched[];
}

/** Reads what a fetch is told about an entity, or about the root. */
export interface Program {
  /** By the names of questions: the name of the function that reads it out of the answers to them. */
  readonly readers: ReadonlyMap<string, string>;
  /** How many runs of fields it gives to an object. */
  readonly runs: number;
}

/** The question about the root has no name. */
export const OF_ROOT = '';
const COMMA = ',';
/** More text, or more objects at different places, is no fast way any more. */
const MOST_TEXT = 400_000;
const MOST_OBJECTS = 4_000;

/**
 * Writes the source text of the functions that read answers as bytes: each goes over an object as its server writes it, looks whether every value
 * is what the graph says, and notes on the tape which parts of the bytes go out, and where something of other fetches stands between them. What
 * is the same function is written once. Every name that goes into the text is a name of GraphQL.
 */
export class ReaderSource {
  readonly sourced: Sourced;
  readonly literals: string[] = [COMMA];
  readonly holes: Hole[] = [];
  readonly programs = new Map<Fetched, Program>();
  readonly #functions = new Map<string, string>();
  #length = 0;
  #objects = 0;

  constructor(sourced: Sourced) {
    this.sourced = sourced;
  }

  /** All functions. */
  get text(): string {
    return [...this.#functions].map(([body, name]) => `function ${name}${body}`).join('\n');
  }

  /** The name of the function that writes the root on a tape, once root fields have been read. */
  root(type: GraphQLObjectType, set: SelectionSetNode): string {
    const givers = this.sourced.fetches.filter(({ entities }) => entities === null).map(giving);
    const runs = runsOf(type, [set], givers, this.sourced);
    for (const giver of givers) this.#require(giver, type, runs, '');
    const parts = runs.map(
      (run, at) => `${at === 0 ? '' : 't.comma();'}${run.giver === null ? this.known(run, type) : `t.fill(${this.hole(run)},0);`}`,
    );
    return this.function(`(t){t.literal(${this.#literal('{"data":{')});${parts.join('')}t.literal(${this.#literal('}}')});}`);
  }

  /** The name of the function that reads an object within what a giver answers. */
  object(type: GraphQLObjectType, sets: readonly SelectionSetNode[], giver: Giver, place: string): string {
    if (++this.#objects > MOST_OBJECTS) throw notPlain;
    const others = this.sourced.fetches.filter(({ entities, paths }) => entities?.type === type.name && paths.includes(place)).map(giving);
    const runs = runsOf(type, sets, [giver, ...others], this.sourced);
    for (const other of others) this.#require(other, type, runs, place);
    return this.function(wholeText(this, { type, giver, place }, runs, others));
  }

  /** The name of the function that does this; its text is written once. */
  function(body: string): string {
    const known = this.#functions.get(body);
    if (known !== undefined) return known;
    this.#length += body.length;
    if (this.#length > MOST_TEXT) throw notPlain;
    const name = `r${this.#functions.size}`;
    this.#functions.set(body, name);
    return name;
  }

  /** An expression that keeps a place on the tape for a run of another fetch. */
  hole({ giver, at }: Run): string {
    const fetch = giver?.fetch.number ?? 0;
    const known = this.holes.findIndex((hole) => hole.fetch === fetch && hole.run === at);
    return `t.hole(${known < 0 ? this.holes.push({ fetch, run: at }) - 1 : known})`;
  }

  /** A statement that puts what is known beforehand on the tape. */
  known({ items: [item] }: Run, type: GraphQLObjectType): string {
    return `t.literal(${this.#literal(`${JSON.stringify(item?.name)}:${JSON.stringify(type.name)}`)});`;
  }

  /** The fields that a giver is asked about an object, in the order in which it answers them. */
  layout({ sets, fragments }: Giver, { name }: GraphQLObjectType): ReadonlyMap<string, Parameters<typeof fieldText>[1]> {
    const type = this.sourced.whole.getType(name);
    if (!isObjectType(type)) throw notPlain;
    return fieldsOf(type, sets, { schema: this.sourced.whole, fragments, choice: {} });
  }

  /** At each of its places a fetch is read alike, or there is no splicing. */
  #require(giver: Giver, type: GraphQLObjectType, runs: readonly Run[], place: string): void {
    const { fetch } = giver;
    const own = runs.filter((run) => run.giver?.fetch === fetch);
    const readers = new Map<string, string>();
    for (const holder of [fetch, ...this.sourced.holders(fetch)]) {
      const { sets, fragments } = holder;
      const text = entityText(this, { type, giver: { fetch, sets, fragments }, place }, own);
      readers.set(holder.entities?.question.name ?? OF_ROOT, this.function(text));
    }
    const known = this.programs.get(fetch);
    if (known === undefined) this.programs.set(fetch, { readers, runs: own.length });
    else if ([...readers].some(([name, reader]) => known.readers.get(name) !== reader)) throw notPlain;
  }

  #literal(text: string): number {
    const known = this.literals.indexOf(text);
    return known < 0 ? this.literals.push(text) - 1 : known;
  }
}
