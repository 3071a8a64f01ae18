import { Refusal } from '@chancery/domain';
import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { CallContext } from './context.ts';
import { entitiesField, representations } from './entities.ts';

/** How many values the lists of one answer may hold: a full page of cards holds about four thousand. A hundred thousand keep everybody else waiting for a second. */
const MOST_VALUES = 40_000;

/** How much text one answer may hold, in UTF-16 code units. */
const LONGEST_ANSWER = 24 * 1024 * 1024;

/**
 * Bounds what one question may gather. Lists inside lists grow with every level: each list is charged with what will be read of its
 * items before any of it is read, and from the one that is too much on each is refused with `OPERATION_TOO_LARGE`.
 */
export function withinBudget(schema: GraphQLSchema, most: number = MOST_VALUES): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isListType(getNullableType(field.type))) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      field.resolve = (parent, args, context: CallContext, info) => {
        const purse = purseOf(context, most);
        if (purse.left < 0) throw new Refusal('OPERATION_TOO_LARGE');
        // Which entities are asked for is known before any of them is read.
        if (field.name === entitiesField) {
          charged(args[representations], purse, info);
          return resolve(parent, args, context, info);
        }
        const charge = (items: unknown): unknown => charged(items, purse, info);
        const items: unknown = resolve(parent, args, context, info);
        return items instanceof Promise ? items.then(charge) : charge(items);
      };
    }
  }
  return schema;
}

/** Whether the question asked for more than its budget: its answer is then a refusal as a whole, not one for each list. */
export const isOverdrawn = (context: CallContext): boolean => purseOf(context, MOST_VALUES).left < 0;

/** Whether an answer holds more text than a service sends; looks no further than it must. */
export function isTooLong(answer: unknown, most: number = LONGEST_ANSWER): boolean {
  let left = most;
  const weigh = (part: unknown): void => {
    if (left < 0) return;
    if (typeof part === 'string') left -= part.length;
    else if (Array.isArray(part)) for (const item of part) weigh(item);
    else if (typeof part === 'object' && part !== null) {
      // No list of entries for each object of an answer: it has thousands, and graphql-js gives them no prototype.
      for (const name in part) {
        left -= name.length;
        weigh((part as Readonly<Record<string, unknown>>)[name]);
      }
    }
  };
  weigh(answer);
  return left < 0;
}

/** What is left of an answer's budget. */
interface Purse {
  left: number;
}

const purseOf = (context: CallContext, most: number): Purse => context.once<Purse>(withinBudget, () => ({ left: most }));

function charged(items: unknown, purse: Purse, { fieldNodes, fragments }: GraphQLResolveInfo): unknown {
  if (!Array.isArray(items)) return items;
  purse.left -= items.length * fieldNodes.reduce((sum, node) => sum + widthOf(node, fragments), 0);
  if (purse.left < 0) throw new Refusal('OPERATION_TOO_LARGE');
  return items;
}

// Operations are kept parsed, so that each of their fields is measured once.
const widths = new WeakMap<SelectionSetNode, number>();

/** How many values are read of one item: at least itself. */
const widthOf = ({ selectionSet }: FieldNode, fragments: GraphQLResolveInfo['fragments']): number =>
  selectionSet === undefined ? 1 : fieldsIn(selectionSet, fragments);

function fieldsIn(set: SelectionSetNode, fragments: GraphQLResolveInfo['fragments']): number {
  const known = widths.get(set);
  if (known !== undefined) return known;
  const fields = set.selections.reduce((sum, node) => {
    if (node.kind === Kind.FIELD) return sum + 1 + (node.selectionSet === undefined ? 0 : fieldsIn(node.selectionSet, fragments));
    const inside = node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments[node.name.value]?.selectionSet;
    return sum + (inside === undefined ? 0 : fieldsIn(inside, fragments));
  }, 0);
  widths.set(set, fields);
  return fields;
}
