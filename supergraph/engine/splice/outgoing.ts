import type { Fetched } from './fetched.ts';
import type { Item, Run } from './givers.ts';
import { notPlain } from './notPlain.ts';

/** What does not go out where its giver answers it: a run of another giver, or a field that goes out later. */
export type Piece = Run | Item;

/** How an object goes out while one giver's answer about it is read: by the names of the fields that the giver answers. */
export interface Outgoing {
  /** What goes out as it stands there. */
  readonly items: ReadonlyMap<string, Item>;
  /** What is answered earlier than it goes out. */
  readonly moved: ReadonlyMap<string, Item>;
  /** The pieces between two fields that go out as they stand: by the second of them. */
  readonly before: ReadonlyMap<string, readonly Piece[]>;
  /** The pieces at the end of the object. */
  readonly after: readonly Piece[];
}

/**
 * What its giver gives goes out in the order in which it is answered, but for plain values that are answered earlier than they go out, as keys
 * are: these are moved. Throws `notPlain` where an object or a list would have to be.
 * @param answered the names of the fields that the giver is asked, in the order in which it answers them
 */
export function outgoing(runs: readonly Run[], giver: Fetched, answered: Iterable<string>): Outgoing {
  const [items, moved] = [new Map<string, Item>(), new Map<string, Item>()];
  const before = new Map<string, readonly Piece[]>();
  const places = new Map([...answered].map((name, at) => [name, at]));
  let pieces: Piece[] = [];
  let last = -1;
  const take = (item: Item): void => {
    const place = places.get(item.name) ?? -1;
    if (place < last) {
      if (item.nodes.some(({ selectionSet }) => selectionSet !== undefined)) throw notPlain;
      moved.set(item.name, item);
      pieces.push(item);
      return;
    }
    last = place;
    before.set(item.name, pieces);
    items.set(item.name, item);
    pieces = [];
  };
  for (const run of runs) {
    if (run.giver?.fetch === giver) run.items.forEach(take);
    else pieces.push(run);
  }
  return { items, moved, before, after: pieces };
}
