import { unusual } from '../answer/leaves.ts';
import type { EntityQuestion } from '../post/entityQuestion.ts';
import { past } from './past.ts';
import type { Bytes } from './scan.ts';

/** Somebody who wants to hear about entities, each by a number of his own. */
export interface Listener {
  /** Reads what begins at a place; the place after it. */
  listen(bytes: Bytes, at: number, entity: number): number;
}

/** One question about entities of one server, each asked for once. */
export class Sheet {
  readonly server: string;
  readonly question: EntityQuestion;
  readonly answered: Promise<void>;
  readonly representations: string[] = [];
  /** Nothing more can be put in. */
  hasGone = false;
  readonly #places = new Map<string, number>();
  /** By the places of entities: who wants to hear first, and as which number of his. */
  readonly #listeners: Listener[] = [];
  readonly #entities: number[] = [];
  /** Who else wants to hear. */
  readonly #others: { readonly place: number; readonly listener: Listener; readonly entity: number }[] = [];
  #bytes: Bytes | null = null;
  readonly #begins: number[] = [];

  constructor(server: string, question: EntityQuestion, answered: Promise<void>) {
    this.server = server;
    this.question = question;
    this.answered = answered;
  }

  get isAnswered(): boolean {
    return this.#bytes !== null;
  }

  /** Whether it asks about the entity of this name. */
  has(name: string): boolean {
    return this.#places.has(name);
  }

  put(name: string, representation: string, listener: Listener, entity: number): void {
    const place = this.#places.get(name);
    if (place !== undefined) return void this.#others.push({ place, listener, entity });
    this.#places.set(name, this.representations.push(representation) - 1);
    this.#listeners.push(listener);
    this.#entities.push(entity);
  }

  /** Lets somebody hear of an entity that has come. */
  quote(name: string, listener: Listener, entity: number): void {
    const begin = this.#begins[this.#places.get(name) ?? -1];
    if (this.#bytes === null || begin === undefined) throw unusual;
    listener.listen(this.#bytes, begin, entity);
  }

  /** Reads the list of entities that begins at a place; the place after it. */
  read(bytes: Bytes, begin: number): number {
    let at = past(bytes, begin, '[');
    for (let place = 0; place < this.#listeners.length; place++) {
      if (place > 0) at = past(bytes, at, ',');
      this.#begins.push(at);
      at = (this.#listeners[place] as Listener).listen(bytes, at, this.#entities[place] as number);
    }
    this.#bytes = bytes;
    for (const { place, listener, entity } of this.#others) listener.listen(bytes, this.#begins[place] as number, entity);
    return past(bytes, at, ']');
  }
}
