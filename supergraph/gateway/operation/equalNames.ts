import { Refusal } from '@chancery/domain';
import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * How many pairs of fields of one name there may be, each at one place of the answer: 200 fields of one name make 19,900. Validation compares
 * them all with all, and what is selected of them too: 0.1 to 0.4 µs a pair.
 */
const MOST_PAIRS = 20_000;
/** How many selections there may be, fragments counted in every place: four times the fields that one operation may ask for. */
const MOST_SELECTIONS = 20_000;

/** What was counted of one text. */
interface Count {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Fragments that were counted where they are spread. */
  readonly spread: Set<string>;
  pairs: number;
  selections: number;
}

/** What stands at one place of the answer under one name. */
interface Same {
  fields: number;
  readonly below: Selected[];
}

/** A selection, and the fragments that it stands in: one that spreads itself is counted once, and refused by validation. */
interface Selected {
  readonly set: SelectionSetNode;
  readonly within: readonly string[];
}

/**
 * Throws `OPERATION_TOO_LARGE` where so many fields have the same name at one place of the answer, by fragments or without, that to compare
 * them would keep others waiting. Fragments that nobody spreads are validated as well, so they count as well. §1.5
 */
export function requireFewEqualNames({ definitions }: DocumentNode): void {
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const byName = new Map(fragments.map((node) => [node.name.value, node]));
  const count: Count = { fragments: byName, spread: new Set(), pairs: 0, selections: 0 };
  for (const node of definitions) if (node.kind === Kind.OPERATION_DEFINITION) addPlace([{ set: node.selectionSet, within: [] }], count);
  for (const { name, selectionSet } of fragments)
    if (!count.spread.has(name.value)) addPlace([{ set: selectionSet, within: [name.value] }], count);
}

function addPlace(selected: readonly Selected[], count: Count): void {
  const names = new Map<string, Same>();
  const seen = new Set<string>();
  for (const each of selected) gather(each, names, seen, count);
  for (const { below } of names.values()) if (below.length > 0) addPlace(below, count);
}

function gather({ set, within }: Selected, names: Map<string, Same>, seen: Set<string>, count: Count): void {
  for (const node of set.selections) {
    count.selections += 1;
    if (node.kind === Kind.INLINE_FRAGMENT) gather({ set: node.selectionSet, within }, names, seen, count);
    else if (node.kind === Kind.FRAGMENT_SPREAD) {
      const name = node.name.value;
      const fragment = count.fragments.get(name);
      if (fragment === undefined || seen.has(name) || within.includes(name)) continue;
      seen.add(name);
      count.spread.add(name);
      gather({ set: fragment.selectionSet, within: [...within, name] }, names, seen, count);
    } else {
      const name = (node.alias ?? node.name).value;
      const same = names.get(name) ?? { fields: 0, below: [] };
      names.set(name, same);
      // One field more makes a pair with each of those before it.
      count.pairs += same.fields++;
      if (node.selectionSet !== undefined) same.below.push({ set: node.selectionSet, within });
    }
    requireRoom(count);
  }
}

function requireRoom({ pairs, selections }: Count): void {
  if (pairs > MOST_PAIRS) throw new Refusal('OPERATION_TOO_LARGE', `Fields of one name at one place, in pairs: more than ${MOST_PAIRS}.`);
  if (selections > MOST_SELECTIONS)
    throw new Refusal('OPERATION_TOO_LARGE', `Selections, fragments counted in every place: more than ${MOST_SELECTIONS}.`);
}
