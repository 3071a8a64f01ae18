import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded } from '../isIncluded.ts';
import type { Variables } from '../steps/step.ts';

/** An operation under one choice of what its variables leave in and out by `@skip` and `@include`. */
export interface Chosen {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly choice: Variables;
}

/** The fields of an object type, in the order in which they are answered; those of one name together (GraphQL specification, CollectFields). */
export function fieldsOf(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  chosen: Chosen,
  found: Map<string, FieldNode[]> = new Map(),
): ReadonlyMap<string, readonly FieldNode[]> {
  for (const { selections } of sets)
    for (const node of selections) {
      if (!isIncluded(node, chosen.choice)) continue;
      if (node.kind === Kind.FIELD) {
        const name = (node.alias ?? node.name).value;
        const before = found.get(name);
        if (before === undefined) found.set(name, [node]);
        else before.push(node);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? chosen.fragments.get(node.name.value) : node;
      if (fragment !== undefined && fits(type, fragment.typeCondition?.name.value, chosen.schema))
        fieldsOf(type, [fragment.selectionSet], chosen, found);
    }
  return found;
}

function fits(type: GraphQLObjectType, condition: string | undefined, schema: GraphQLSchema): boolean {
  if (condition === undefined || condition === type.name) return true;
  const named = schema.getType(condition);
  return isAbstractType(named) && schema.isSubType(named, type);
}
