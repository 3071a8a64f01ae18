import type { FieldNode, GraphQLObjectType } from 'graphql';
import { fieldText } from './fieldText.ts';
import type { Giver, Item, Run } from './givers.ts';
import { notPlain } from './notPlain.ts';
import type { ReaderSource } from './readerSource.ts';
import { same } from './same.ts';

const [OPEN, CLOSE, COMMA, QUOTE] = [...'{},"'].map((sign) => sign.charCodeAt(0));

/** What else becomes of a field: it goes out later, it is the key by which others are asked. */
interface Use {
  readonly isMoved: boolean;
  readonly keyed: readonly Giver[];
}

/**
 * Writes the text of one function that reads an object: `b` are the bytes, `i` the place in them, `t` the tape. A part of the bytes that goes out is
 * open as long as what follows goes out too; then it is cut off.
 */
export class ObjectText {
  readonly #source: ReaderSource;
  readonly #type: GraphQLObjectType;
  readonly #giver: Giver;
  readonly #place: string;
  readonly #text: string[] = [];
  #isOpen = false;
  /** So many fields of an object go out so far. */
  #written = 0;
  /** What tells, at the end of an object, about which entities others speak in it. */
  readonly #filled: string[] = [];

  constructor(source: ReaderSource, type: GraphQLObjectType, giver: Giver, place: string) {
    this.#source = source;
    this.#type = type;
    this.#giver = giver;
    this.#place = place;
  }

  /** Of an object that goes out as its giver writes it, with what others say about it in between. */
  whole(runs: readonly Run[], others: readonly Giver[]): string {
    const { before, after, items, moved } = this.#order(runs);
    const keys = Map.groupBy(others, ({ fetch }) => fetch.entities?.key ?? '');
    this.#begin(true);
    for (const [at, name, nodes] of this.#layout()) {
      const item = items.get(name);
      if (item === undefined) this.#cut();
      else for (const piece of before.get(name) ?? []) this.#put(piece);
      this.#comma(at);
      if (item !== undefined) this.#goOn(at);
      this.#field(name, nodes, item ?? moved.get(name), { isMoved: moved.has(name), keyed: keys.get(name) ?? [] });
      keys.delete(name);
    }
    for (const piece of after) this.#put(piece);
    if (keys.size > 0) throw notPlain;
    if (!this.#isOpen) this.#say('t.from=i;');
    return this.#ended('i,t', this.#filled.join(''));
  }

  /** Of what a fetch is told about an entity, number `e`: each of its runs goes out for itself. */
  entity(runs: readonly Run[]): string {
    const { items, moved } = this.#order(runs);
    if (moved.size > 0) throw notPlain;
    const first = new Map(runs.map((run) => [run.items[0]?.name, run.at]));
    const told = `t.asked[${this.#giver.fetch.number}]`;
    this.#begin(false);
    for (const [at, name, nodes] of this.#layout()) {
      const item = items.get(name);
      const run = first.get(name);
      if (item === undefined || run !== undefined) this.#cut();
      if (run !== undefined) this.#say(`${told}.mark(e,${run},t.size);`);
      this.#comma(at);
      if (item !== undefined && !this.#isOpen) this.#open(run !== undefined ? 't.from=i;' : 't.from=i-1;');
      this.#field(name, nodes, item, { isMoved: false, keyed: [] });
    }
    this.#cut();
    return this.#ended('i,t,e', `${told}.mark(e,${runs.length},t.size);`);
  }

  /**
   * What its giver gives goes out in the order in which it is answered, but for plain values that are answered earlier than they go out, as keys
   * are: these are moved.
   */
  #order(runs: readonly Run[]) {
    const before = new Map<string, (Run | Item)[]>();
    const [items, moved] = [new Map<string, Item>(), new Map<string, Item>()];
    const places = new Map([...this.#source.layout(this.#giver, this.#type).keys()].map((name, at) => [name, at]));
    let others: (Run | Item)[] = [];
    let last = -1;
    for (const run of runs) {
      if (run.giver?.fetch !== this.#giver.fetch) others.push(run);
      else
        for (const item of run.items) {
          const place = places.get(item.name) ?? -1;
          if (place < last) {
            if (item.nodes.some(({ selectionSet }) => selectionSet !== undefined)) throw notPlain;
            moved.set(item.name, item);
            others.push(item);
            continue;
          }
          last = place;
          before.set(item.name, others);
          items.set(item.name, item);
          others = [];
        }
    }
    return { before, after: others, items, moved };
  }

  *#layout(): Iterable<readonly [number, string, readonly FieldNode[]]> {
    let at = 0;
    for (const [name, nodes] of this.#source.layout(this.#giver, this.#type)) yield [at++, name, nodes];
  }

  #begin(isOpen: boolean): void {
    this.#say(`if(b[i++]!==${OPEN})throw unusual;`);
    this.#isOpen = isOpen;
  }

  #field(name: string, nodes: readonly FieldNode[], item: Item | undefined, { isMoved, keyed }: Use): void {
    if (isMoved) this.#say(`const m_${name}=i;`);
    this.#say(same(`${JSON.stringify(name)}:`));
    if (keyed.length > 0) this.#say(`if(b[i]!==${QUOTE})throw unusual;const k_${name}=i;`);
    this.#say(fieldText(this.#source, nodes, item, { type: this.#type, giver: this.#giver, place: this.#place }));
    for (const { fetch } of keyed) this.#say(`const e${fetch.number}=t.asked[${fetch.number}].add(b,k_${name},i);`);
    if (isMoved) this.#say(`const n_${name}=i;`);
  }

  /** What stands elsewhere, or was read before, goes out here. */
  #put(piece: Run | Item): void {
    this.#cut();
    if (this.#written++ > 0) this.#say('t.comma();');
    if ('name' in piece) this.#say(`t.from=m_${piece.name};t.cut(n_${piece.name});`);
    else if (piece.giver === null) this.#say(this.#source.known(piece, this.#type));
    else {
      const place = `h${this.#filled.length}`;
      this.#say(`const ${place}=${this.#source.hole(piece)};`);
      this.#filled.push(`t.fill(${place},e${piece.giver.fetch.number});`);
    }
  }

  /** The next field goes out as it stands, with the comma before it where one has to be. */
  #goOn(at: number): void {
    if (!this.#isOpen) this.#open(this.#written === 0 ? 't.from=i;' : at > 0 ? 't.from=i-1;' : 't.comma();t.from=i;');
    this.#written++;
  }

  #comma(at: number): void {
    if (at > 0) this.#say(`if(b[i++]!==${COMMA})throw unusual;`);
  }

  #cut(): void {
    if (this.#isOpen) this.#say('t.cut(i);');
    this.#isOpen = false;
  }

  #open(text: string): void {
    this.#say(text);
    this.#isOpen = true;
  }

  #say(text: string): void {
    this.#text.push(text);
  }

  #ended(given: string, last: string): string {
    return `(b,${given}){${this.#text.join('')}${last}if(b[i]!==${CLOSE})throw unusual;return i+1;}`;
  }
}
