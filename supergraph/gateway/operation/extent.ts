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

/** Measures an operation whose fragments are known not to spread themselves. Each fragment is measured once. */
export function extentOf(document: DocumentNode, operation: OperationDefinitionNode): Extent {
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  return measure(operation.selectionSet, fragments, new Map());
}

function measure(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  measured: Map<string, Extent>,
): Extent {
  const parts = selections.map((node): Extent => {
    if (node.kind === Kind.INLINE_FRAGMENT) return measure(node.selectionSet, fragments, measured);
    if (node.kind === Kind.FRAGMENT_SPREAD) return ofFragment(node.name.value, fragments, measured);
    const below = node.selectionSet === undefined ? nothing : measure(node.selectionSet, fragments, measured);
    return { depth: below.depth + 1, fields: below.fields + 1, aliases: below.aliases + (node.alias === undefined ? 0 : 1), rootFields: 1 };
  });
  return parts.reduce(together, nothing);
}

function ofFragment(name: string, fragments: ReadonlyMap<string, FragmentDefinitionNode>, measured: Map<string, Extent>): Extent {
  const known = measured.get(name);
  if (known !== undefined) return known;
  const fragment = fragments.get(name);
  const extent = fragment === undefined ? nothing : measure(fragment.selectionSet, fragments, measured);
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
