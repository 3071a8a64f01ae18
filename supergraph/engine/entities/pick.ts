import { Kind, type SelectionSetNode } from 'graphql';
import type { TypeNames } from '../data/typeNames.ts';
import type { Fragments } from '../fragmentsOf.ts';
import { entityField } from './entityField.ts';

type Fields = Record<string, unknown>;
/** What an operation asks of an entity, out of all that is known of it. */
export type Pick = (entity: unknown) => Fields | null;

/** Compiles what an operation asks by its one field about entities. */
export function pickOf(operation: string, types: TypeNames): Pick {
  const { asked, fragments } = entityField(operation);
  return (entity) => (isFields(entity) ? pickFrom(entity, asked, fragments, types) : null);
}

/** What is asked of an entity by these selections. */
export const pickFrom = (entity: Fields, asked: SelectionSetNode, fragments: Picking['fragments'], types: TypeNames): Fields =>
  fieldsOf(entity, asked, { types, fragments });

interface Picking {
  readonly types: TypeNames;
  readonly fragments: Fragments;
}

function fieldsOf(from: Fields, { selections }: SelectionSetNode, picking: Picking, into: Fields = {}): Fields {
  for (const node of selections) {
    if (node.kind === Kind.FIELD) {
      const value = from[node.name.value];
      const key = (node.alias ?? node.name).value;
      into[key] = node.selectionSet === undefined ? (value ?? null) : below(value, node.selectionSet, picking, into[key]);
      continue;
    }
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? picking.fragments.get(node.name.value) : node;
    const condition = fragment?.typeCondition?.name.value;
    if (fragment !== undefined && (condition === undefined || picking.types.belongs(String(from.__typename), condition)))
      fieldsOf(from, fragment.selectionSet, picking, into);
  }
  return into;
}

function below(value: unknown, selections: SelectionSetNode, picking: Picking, there: unknown): unknown {
  if (Array.isArray(value)) return value.map((item, i) => below(item, selections, picking, Array.isArray(there) ? there[i] : undefined));
  return isFields(value) ? fieldsOf(value, selections, picking, isFields(there) ? there : {}) : null;
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
