import type { FieldNode } from 'graphql';
import { type Around, fieldText } from './fieldText.ts';
import { FunctionText } from './functionText.ts';
import type { Giver, Item, Run } from './givers.ts';
import { notPlain } from './notPlain.ts';
import { outgoing, type Piece } from './outgoing.ts';
import type { ReaderSource } from './readerSource.ts';
import { same } from './same.ts';

const QUOTE = '"'.charCodeAt(0);

/**
 * The text of a function that reads an object which goes out as its giver writes it, with what others say about it in between.
 * @param runs the fields of the object as they go out
 * @param others who else is asked about it, by a key among its fields
 */
export function wholeText(source: ReaderSource, around: Around, runs: readonly Run[], others: readonly Giver[]): string {
  return new WholeText(source, around).of(runs, others);
}

/** What else becomes of a field: it goes out later, it is the key by which others are asked. */
interface Use {
  readonly isMoved: boolean;
  readonly keyed: readonly Giver[];
}

class WholeText {
  readonly #source: ReaderSource;
  readonly #around: Around;
  readonly #text = new FunctionText(true);
  /** So many fields go out so far. */
  #written = 0;
  /** What tells, at the end of the object, about which entities others speak in it. */
  readonly #filled: string[] = [];

  constructor(source: ReaderSource, around: Around) {
    this.#source = source;
    this.#around = around;
  }

  of(runs: readonly Run[], others: readonly Giver[]): string {
    const { giver, type } = this.#around;
    const layout = this.#source.layout(giver, type);
    const { before, after, items, moved } = outgoing(runs, giver.fetch, layout.keys());
    const keys = Map.groupBy(others, ({ fetch }) => fetch.entities?.key ?? '');
    for (const [at, [name, nodes]] of [...layout].entries()) {
      const item = items.get(name);
      if (item === undefined) this.#text.cut();
      else for (const piece of before.get(name) ?? []) this.#put(piece);
      this.#text.comma(at);
      if (item !== undefined) this.#goOn(at);
      this.#field(name, nodes, item ?? moved.get(name), { isMoved: moved.has(name), keyed: keys.get(name) ?? [] });
      keys.delete(name);
    }
    for (const piece of after) this.#put(piece);
    if (keys.size > 0) throw notPlain;
    if (!this.#text.isOpen) this.#text.say('t.from=i;');
    return this.#text.ended('i,t', this.#filled.join(''));
  }

  #field(name: string, nodes: readonly FieldNode[], item: Item | undefined, { isMoved, keyed }: Use): void {
    if (isMoved) this.#text.say(`const m_${name}=i;`);
    this.#text.say(same(`${JSON.stringify(name)}:`));
    if (keyed.length > 0) this.#text.say(`if(b[i]!==${QUOTE})throw unusual;const k_${name}=i;`);
    this.#text.say(fieldText(this.#source, nodes, item, this.#around));
    for (const { fetch } of keyed) this.#text.say(`const e${fetch.number}=t.asked[${fetch.number}].add(b,k_${name},i);`);
    if (isMoved) this.#text.say(`const n_${name}=i;`);
  }

  /** What stands elsewhere, or was read before, goes out here. */
  #put(piece: Piece): void {
    this.#text.cut();
    if (this.#written++ > 0) this.#text.say('t.comma();');
    if ('name' in piece) this.#text.say(`t.from=m_${piece.name};t.cut(n_${piece.name});`);
    else if (piece.giver === null) this.#text.say(this.#source.known(piece, this.#around.type));
    else {
      const place = `h${this.#filled.length}`;
      this.#text.say(`const ${place}=${this.#source.hole(piece)};`);
      this.#filled.push(`t.fill(${place},e${piece.giver.fetch.number});`);
    }
  }

  /** The next field goes out as it stands, with the comma before it where one has to be. */
  #goOn(at: number): void {
    if (!this.#text.isOpen) this.#text.open(this.#written === 0 ? 't.from=i;' : at > 0 ? 't.from=i-1;' : 't.comma();t.from=i;');
    this.#written++;
  }
}
