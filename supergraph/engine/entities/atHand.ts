import { Kind, type SelectionSetNode } from 'graphql';
import type { TypeNames } from '../data/typeNames.ts';
import type { AtHand } from '../place.ts';
import { entityField } from './entityField.ts';
import { pickFrom } from './pick.ts';
import type { Representation } from './represent.ts';

type Fields = Record<string, unknown>;
/** What is asked of an entity, as objects of its own; null where its server has to be asked. */
export type Recollect = (key: string, representation: Representation) => Fields | null;

/** Compiles a fetch that asks of entities nothing but what is at hand, under no condition; null for any other. */
export function recollectOf(operation: string, { type, key: keyField, fields, find }: AtHand, types: TypeNames): Recollect | null {
  const { asked, fragments } = entityField(operation);
  if (!asksOnly(asked, new Set([...fields, '__typename']))) return null;
  // An entity is known by this key alone: its text is the key's value.
  const kind = `${type} ${keyField}`;
  return (key, representation) => {
    const known = representation.kind === kind ? find(key) : undefined;
    return known === undefined ? null : pickFrom({ ...known, __typename: type }, asked, fragments, types);
  };
}

const asksOnly = ({ selections }: SelectionSetNode, fields: ReadonlySet<string>): boolean =>
  selections.every((node) => {
    if (node.kind === Kind.FRAGMENT_SPREAD || (node.directives ?? []).length > 0) return false;
    return node.kind === Kind.FIELD ? node.selectionSet === undefined && fields.has(node.name.value) : asksOnly(node.selectionSet, fields);
  });
