import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

const longest = 200;

/**
 * What an operation is called in the audit trail. A mutation by the commands that it asks for, wherever they stand in it, never by a name
 * that its sender chose; a query by that name, said to be a query's, or by its root fields. §10.1
 */
export function actOf(document: DocumentNode, { operation, name, selectionSet }: OperationDefinitionNode): string {
  const word = operation === 'query' && name !== undefined ? name.value : [...rootFields(document, selectionSet)].join(' ');
  return (operation === 'query' ? `query ${word}` : word).slice(0, longest);
}

function rootFields(document: DocumentNode, selectionSet: SelectionSetNode, found = new Set<string>()): ReadonlySet<string> {
  for (const node of selectionSet.selections) {
    if (node.kind === Kind.FIELD) found.add(node.name.value);
    else if (node.kind === Kind.INLINE_FRAGMENT) rootFields(document, node.selectionSet, found);
    else
      for (const each of document.definitions)
        if (each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === node.name.value) rootFields(document, each.selectionSet, found);
  }
  return found;
}
