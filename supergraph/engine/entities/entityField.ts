import { type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from 'graphql';
import { type Fragments, fragmentsOf } from '../fragmentsOf.ts';

/** What a plan asks about entities of a subgraph: one field, and what it asks of each of them. */
export interface EntityField {
  readonly definition: OperationDefinitionNode;
  readonly field: FieldNode;
  readonly asked: SelectionSetNode;
  readonly fragments: Fragments;
}

/** Reads an operation that the planner printed. */
export function entityField(operation: string): EntityField {
  const document = parse(operation, { noLocation: true });
  const [definition] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [field] = definition?.selectionSet.selections ?? [];
  if (definition === undefined || field?.kind !== Kind.FIELD || field.selectionSet === undefined)
    throw new TypeError('A plan asks about entities by one field.');
  return { definition, field, asked: field.selectionSet, fragments: fragmentsOf(document) };
}
