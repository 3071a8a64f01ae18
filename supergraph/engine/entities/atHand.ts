import { Kind, type SelectionSetNode } from 'graphql';
import type { TypeNames } from '../data/typeNames.ts';
import type { AtHand } from '../place.ts';
import { entityField } from './entityField.ts';
import { pickFrom } from './pick.ts';

type Fields = Record<string, unknown>;
/** What is asked of an entity, as objects of its own; null where its server has to be asked. `kind` is that of its representation. */
export type Recollect = (key: string, kind: string) => Fields | null;

/** Compiles a fetch that asks of entities nothing but what is at hand, under no condition; null for any other. */
export function recollectOf(operation: string, atHand: readonly AtHand[], types: TypeNames): Recollect | null {
  const { asked, fragments } = entityField(operation);
  const finders = atHand.filter(({ fields }) => asksOnly(asked, new Set([...fields, '__typename'])));
  if (finders.length === 0) return null;
  // Representations of this kind name an entity by this field alone: their key is its value.
  const byKind = new Map(finders.map((each) => [`${each.type} ${each.key}`, each]));
  return (key, kind) => {
    const finder = byKind.get(kind);
    const known = finder?.find(key);
    return known === undefined ? null : pickFrom({ ...known, __typename: finder?.type }, asked, fragments, types);
  };
}

const asksOnly = ({ selections }: SelectionSetNode, fields: ReadonlySet<string>): boolean =>
  selections.every((node) => {
    if (node.kind === Kind.FRAGMENT_SPREAD || (node.directives ?? []).length > 0) return false;
    return node.kind === Kind.FIELD ? node.selectionSet === undefined && fields.has(node.name.value) : asksOnly(node.selectionSet, fields);
  });
