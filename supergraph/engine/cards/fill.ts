import { type FieldNode, type FragmentDefinitionNode, isNonNullType, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { TypeNames } from '../data/typeNames.ts';
import { pickFrom } from '../entities/pick.ts';
import type { Card } from './cardDesk.ts';
import type { Cards } from './cards.ts';

/** What was asked of an entity, as far as a card can answer it. */
export interface Fill {
  /** Names in the answer of fields that no card has. They may be null. */
  readonly lacking: readonly string[];
  /** The other fields; null where the card has null for one that may not be. */
  fieldsOf(card: Card): Record<string, unknown> | null;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Compiles what is asked of an entity; null where a field is asked that no card has and that may not be null: it would take the entity with it. */
export function fillOf(asked: SelectionSetNode, fragments: Fragments, cards: Cards, types: TypeNames): Fill | null {
  const { name } = cards.entity;
  const known = cards.entity.getFields();
  const lacking = new Set<string>();
  const required = new Set<string>();
  const onCard: FieldNode[] = [];
  const nodes = fieldsOn(name, asked, fragments, types);
  // Of other entities there are no cards.
  if (nodes.length === 0) return null;
  for (const node of nodes) {
    const key = (node.alias ?? node.name).value;
    const isRequired = isNonNullType(known[node.name.value]?.type);
    if (isOnCard(node, cards.fields)) {
      onCard.push(node);
      if (isRequired) required.add(key);
    } else if (isRequired) return null;
    else lacking.add(key);
  }
  for (const node of onCard) if (!ofEveryCard.has(node.name.value)) cards.want(node);
  return {
    lacking: [...lacking],
    fieldsOf(card) {
      const fields = pickFrom({ ...card, __typename: name }, asked, fragments, types);
      // What has not come is not there: a later step must not take it for null.
      for (const key of lacking) delete fields[key];
      return [...required].some((key) => fields[key] == null) ? null : fields;
    },
  };
}

/** What is known without asking for it, and what is always asked. */
const ofEveryCard: ReadonlySet<string> = new Set(['__typename', 'id']);

/** The fields asked of an object of this type, whatever fragments they stand in. */
const fieldsOn = (type: string, { selections }: SelectionSetNode, fragments: Fragments, types: TypeNames): readonly FieldNode[] =>
  selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    const condition = fragment?.typeCondition?.name.value;
    if (fragment === undefined || (condition !== undefined && !types.belongs(type, condition))) return [];
    return fieldsOn(type, fragment.selectionSet, fragments, types);
  });

/** Whether a card has a field, with all that is asked below it. */
function isOnCard({ name, arguments: given = [], selectionSet }: FieldNode, fields: readonly SelectionNode[]): boolean {
  if (name.value === '__typename') return true;
  const own = fields.find((each) => each.kind === Kind.FIELD && each.name.value === name.value);
  if (own?.kind !== Kind.FIELD || given.length > 0) return false;
  const below = own.selectionSet?.selections ?? [];
  return (selectionSet?.selections ?? []).every((each) => each.kind === Kind.FIELD && isOnCard(each, below));
}
