import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, print, type SelectionNode, visit } from 'graphql';
import type { Fragments } from '../fragmentsOf.ts';

/** An operation, and the names of its variables. */
export interface Part {
  readonly text: string;
  readonly variables: readonly string[];
}

/** An operation with these selections instead of its own, and of its variables and fragments what they use. */
export function partOfOperation(operation: OperationDefinitionNode, fragments: Fragments, selections: readonly SelectionNode[]): Part {
  const used = new Set<string>();
  const kept = new Set<FragmentDefinitionNode>();
  const look = (node: SelectionNode | FragmentDefinitionNode): void => {
    visit(node, {
      Variable: ({ name }) => void used.add(name.value),
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || kept.has(fragment)) return;
        kept.add(fragment);
        look(fragment);
      },
    });
  };
  for (const selection of selections) look(selection);
  const part: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...selections] },
  };
  return { text: print({ kind: Kind.DOCUMENT, definitions: [part, ...kept] }), variables: [...used] };
}
