import { unusual } from '../answer/leaves.ts';
import type { Bytes } from './scan.ts';

const BACKSLASH = '\\';

/** Where a key stands, and which entity it names. */
class Place {
  readonly number: number;
  readonly #bytes: Bytes;
  readonly #from: number;
  readonly #to: number;

  constructor(bytes: Bytes, from: number, to: number, number: number) {
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
    this.number = number;
  }

  isSame(bytes: Bytes, from: number, to: number): boolean {
    if (to - from !== this.#to - this.#from) return false;
    for (let i = from, own = this.#from; i < to; i++, own++) if (bytes[i] !== this.#bytes[own]) return false;
    return true;
  }
}

const NOWHERE = new Place(new Uint8Array(0), 0, 0, -1);

/** What one fetch asks about in one run: entities, each by its key, and where on the tape stands what was told about it. */
export class Asked {
  /** By their numbers. */
  readonly keys: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #sources: Bytes[] = [];
  /** For each entity: where each of its runs begins, and where the last one ends. */
  readonly #begins: number[] = [];
  readonly #bounds: number;
  #next = 0;
  #last = NOWHERE;

  /** @param runs how many runs of fields it gives to an object */
  constructor(runs: number) {
    this.#bounds = runs + 1;
  }

  /** The number of the entity whose key stands here, with its quotation marks. */
  add(bytes: Bytes, from: number, to: number): number {
    // In a list the same one often comes several times in a row: to compare bytes is less than to make a text.
    if (!this.#last.isSame(bytes, from, to)) this.#last = new Place(bytes, from, to, this.#numberOf(bytes, from, to));
    return this.#last.number;
  }

  #numberOf(bytes: Bytes, from: number, to: number): number {
    const key = (bytes as Buffer).toString('utf8', from + 1, to - 1);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (key.includes(BACKSLASH)) throw unusual;
    return this.named(key);
  }

  /** Whether there is one that nobody has been asked about. */
  get isOpen(): boolean {
    return this.#next < this.keys.length;
  }

  /** The next one that nobody has been asked about; null where there is none. */
  next(): number | null {
    return this.isOpen ? this.#next++ : null;
  }

  named(key: string): number {
    const number = this.keys.push(key) - 1;
    this.#numbers.set(key, number);
    for (let i = 0; i < this.#bounds; i++) this.#begins.push(0);
    return number;
  }

  /** From here on the entity is read from these bytes. */
  reads(entity: number, bytes: Bytes): void {
    this.#sources[entity] = bytes;
  }

  mark(entity: number, run: number, at: number): void {
    this.#begins[entity * this.#bounds + run] = at;
  }

  begin(entity: number, run: number): number {
    return this.#begins[entity * this.#bounds + run] as number;
  }

  source(entity: number): Bytes {
    return this.#sources[entity] as Bytes;
  }
}
