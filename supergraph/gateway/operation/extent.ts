import { Refusal } from '@chancery/domain';
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** How far an operation goes, fragments counted where they are spread. */
export interface Extent {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly rootFields: number;
}

/** How far an operation may go. */
export const furthest: Extent = { depth: 15, fields: 5_000, aliases: 200, rootFields: 50 };

/** How many tokens a document may have: validation is quadratic in some of them. */
export const LONGEST_OPERATION = 4_000;

/** How deep selections may stand in each other, fragments without a name of their own included: planner and executor go down by recursion. */
const DEEPEST_SELECTION = 200;

/**
 * Measures an operation whose fragments are known not to spread themselves. Each fragment is measured once.
 * Throws `OPERATION_TOO_LARGE` for what is nested deeper than it is worth measuring.
 */
export function extentOf(document: DocumentNode, operation: OperationDefinitionNode): Extent {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  return measure(operation.selectionSet, { fragments, measured: new Map() }, 0);
}

interface Fragments {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly measured: Map<string, Extent>;
}

function measure({ selections }: SelectionSetNode, known: Fragments, level: number): Extent {
  if (level > DEEPEST_SELECTION) throw new Refusal('OPERATION_TOO_LARGE', 'It is nested too deep.');
  const parts = selections.map((node): Extent => {
    if (node.kind === Kind.INLINE_FRAGMENT) return measure(node.selectionSet, known, level + 1);
    if (node.kind === Kind.FRAGMENT_SPREAD) return ofFragment(node.name.value, known, level + 1);
    const below = node.selectionSet === undefined ? nothing : measure(node.selectionSet, known, level + 1);
    return { depth: below.depth + 1, fields: below.fields + 1, aliases: below.aliases + (node.alias === undefined ? 0 : 1), rootFields: 1 };
  });
  return parts.reduce(together, nothing);
}

function ofFragment(name: string, known: Fragments, level: number): Extent {
  const { fragments, measured } = known;
  const before = measured.get(name);
  if (before !== undefined) return before;
  const fragment = fragments.get(name);
  const extent = fragment === undefined ? nothing : measure(fragment.selectionSet, known, level);
  measured.set(name, extent);
  return extent;
}

const nothing: Extent = { depth: 0, fields: 0, aliases: 0, rootFields: 0 };

const together = (a: Extent, b: Extent): Extent => ({
  depth: Math.max(a.depth, b.depth),
  fields: a.fields + b.fields,
  aliases: a.aliases + b.aliases,
  rootFields: a.rootFields + b.rootFields,
});
