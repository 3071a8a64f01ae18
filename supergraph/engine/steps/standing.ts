import { type FieldNode, type FragmentSpreadNode, type InlineFragmentNode, Kind, type SelectionNode } from 'graphql';
import type { Fragments } from '../fragmentsOf.ts';
import { isIncluded } from '../isIncluded.ts';
import type { Variables } from './step.ts';

/** A field at the root, and the fragments around it, whose conditions decide too. */
export interface Standing {
  readonly node: FieldNode;
  readonly around: readonly (FragmentSpreadNode | InlineFragmentNode)[];
}

/** Wherever fields stand among these, in fragments too, in their order. */
export function standingIn(nodes: readonly SelectionNode[], fragments: Fragments, around: Standing['around'] = []): readonly Standing[] {
  return nodes.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [{ node, around }];
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    return standingIn(fragment?.selectionSet.selections ?? [], fragments, [...around, node]);
  });
}

/** Whether `@skip` and `@include` let it stand there under these variables: its own, and those around it. */
export const standsUnder = ({ node, around }: Standing, variables: Variables): boolean =>
  [node, ...around].every((each) => isIncluded(each, variables));

/** As it stands in an operation of its own: in fragments without a name, with the conditions of those that it stood in. */
export const written = ({ node, around }: Standing): SelectionNode =>
  around.reduceRight<SelectionNode>(
    (inner, { directives = [] }) =>
      directives.length === 0
        ? inner
        : { kind: Kind.INLINE_FRAGMENT, directives, selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] } },
    node,
  );
