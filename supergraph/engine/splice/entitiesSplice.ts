import { unusual } from '../answer/leaves.ts';
import type { Step } from '../steps/step.ts';
import type { Asked } from './asked.ts';
import type { EntityFinder } from './entityFinder.ts';
import type { FetchedEntities } from './fetched.ts';
import type { Listener, Sheet } from './sheet.ts';
import type { Read, Splicing } from './splicing.ts';
import type { Tape } from './tape.ts';

/** A fetch about entities, compiled. */
export interface EntitiesFetch {
  readonly number: number;
  readonly entities: FetchedEntities;
  readonly finder: EntityFinder;
  /** Somebody is asked about documents by their ids: they go on record. */
  readonly isOfDocuments: boolean;
  /** By the names of questions: what reads an entity out of the answers to them. */
  readonly readers: ReadonlyMap<string, Read>;
  /** The names of other questions that hold all that it asks. */
  readonly holders: readonly string[];
}

/** Asks about the entities that were found so far: each once, at the server that answers for it, unless it is known or being asked already. */
export function entitiesSplice(fetch: EntitiesFetch): Step<Splicing> {
  return (splicing) => {
    try {
      return new EntitiesRun(fetch, splicing).ask();
    } catch (error) {
      // Steps beside it have begun: each has to be heard.
      return Promise.reject(error);
    }
  };
}

class EntitiesRun {
  readonly #fetch: EntitiesFetch;
  readonly #splicing: Splicing;
  readonly #asked: Asked;
  readonly #hearing: Hearing;
  readonly #answered = new Set<Promise<void>>();
  /** What others are being asked, by where. */
  readonly #expected = new Map<Sheet, number[]>();

  constructor(fetch: EntitiesFetch, splicing: Splicing) {
    this.#fetch = fetch;
    this.#splicing = splicing;
    this.#asked = splicing.tape.asked[fetch.number] as Asked;
    this.#hearing = this.#hearingOf(fetch.entities.question.name);
  }

  ask(): Promise<void> | undefined {
    const { isOfDocuments, finder } = this.#fetch;
    for (let entity = this.#asked.next(); entity !== null; entity = this.#asked.next()) {
      const key = this.#asked.keys[entity] as string;
      if (isOfDocuments) this.#splicing.note(key);
      const known = finder.known(key);
      if (known === null) this.#askFor(entity, key, finder.serverOf(key));
      else this.#hearing.hear(known, entity);
    }
    for (const [sheet, waiting] of this.#expected) this.#answered.add(sheet.answered.then(() => this.#quoteAll(sheet, waiting)));
    return this.#answered.size === 0 ? undefined : Promise.all(this.#answered).then(() => undefined);
  }

  #askFor(entity: number, key: string, server: string): void {
    const { holders, entities } = this.#fetch;
    const { sheets } = this.#splicing;
    const name = this.#nameOf(key);
    const holder = holders.length === 0 ? undefined : sheets.find(server, holders, name);
    if (holder === undefined || (!holder.hasGone && holder.question.name === entities.question.name)) {
      const sheet = sheets.next(server, entities.question);
      sheet.put(name, `{"__typename":"${entities.type}","${entities.key}":${JSON.stringify(key)}}`, this.#hearing, entity);
      this.#answered.add(sheet.answered);
    } else if (holder.isAnswered) this.#quoteAll(holder, [entity]);
    else {
      const waiting = this.#expected.get(holder);
      if (waiting === undefined) this.#expected.set(holder, [entity]);
      else waiting.push(entity);
    }
  }

  #quoteAll(sheet: Sheet, waiting: readonly number[]): void {
    const hearing = this.#hearingOf(sheet.question.name);
    for (const entity of waiting) sheet.quote(this.#nameOf(this.#asked.keys[entity] as string), hearing, entity);
  }

  /** Entities of several types may have the same key. */
  #nameOf(key: string): string {
    const { type, isOneOfSeveral } = this.#fetch.entities;
    return isOneOfSeveral ? `${type}\u0000${key}` : key;
  }

  #hearingOf(question: string): Hearing {
    const read = this.#fetch.readers.get(question);
    if (read === undefined) throw unusual;
    return new Hearing(this.#splicing.tape, this.#asked, read);
  }
}

/** Reads entities onto the tape as they come. */
class Hearing implements Listener {
  readonly #tape: Tape;
  readonly #asked: Asked;
  readonly #read: Read;

  constructor(tape: Tape, asked: Asked, read: Read) {
    this.#tape = tape;
    this.#asked = asked;
    this.#read = read;
  }

  listen(bytes: Uint8Array, at: number, entity: number): number {
    this.#asked.reads(entity, bytes);
    return this.#read(bytes, at, this.#tape, entity);
  }

  /** What is known without a call is read like what comes from elsewhere. */
  hear(known: object, entity: number): void {
    const bytes = Buffer.from(JSON.stringify(known));
    if (this.listen(bytes, 0, entity) !== bytes.length) throw unusual;
  }
}
