import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import type { Giver, Item } from './givers.ts';
import { notPlain } from './notPlain.ts';
import type { ReaderSource } from './readerSource.ts';
import { same } from './same.ts';

/** The object that a field belongs to: its type, who answers it, and where it stands in the answer. */
export interface Around {
  readonly type: GraphQLObjectType;
  readonly giver: Giver;
  readonly place: string;
}

/** A value to be read: what is asked of it, by the sender and of its giver. */
interface Value {
  readonly sets: readonly SelectionSetNode[];
  readonly giver: Giver;
  readonly place: string;
}

/** Statements that go over the value of a field; `item` where it goes out. */
export function fieldText(
  source: ReaderSource,
  nodes: readonly FieldNode[],
  item: Item | undefined,
  { type, giver, place }: Around,
): string {
  const name = nodes[0]?.name.value ?? '';
  if (name === '__typename') return same(JSON.stringify(type.name));
  if (item === undefined) return 'i=value(b,i);';
  const field = type.getFields()[name];
  if (field === undefined || item.nodes[0]?.name.value !== name) throw notPlain;
  return valueText(source, field.type, {
    sets: setsOf(item.nodes),
    giver: { ...giver, sets: setsOf(nodes) },
    place: place === '' ? item.name : `${place}.${item.name}`,
  });
}

const setsOf = (nodes: readonly FieldNode[]): readonly SelectionSetNode[] => nodes.flatMap(({ selectionSet }) => selectionSet ?? []);

const NULL = 'n'.charCodeAt(0);

function valueText(source: ReaderSource, type: GraphQLOutputType, value: Value): string {
  if (isNonNullType(type)) return presentText(source, type.ofType, value);
  return `if(b[i]===${NULL})i=none(b,i);else{${presentText(source, type, value)}}`;
}

function presentText(source: ReaderSource, type: GraphQLOutputType, value: Value): string {
  if (isListType(type)) return `i=${listReader(source, valueText(source, type.ofType, value))}(b,i,t);`;
  if (isEnumType(type))
    return `i=${oneOf(
      source,
      type.getValues().map(({ name }) => [`${JSON.stringify(name)}`, 'return i;']),
    )}(b,i,t);`;
  if (isLeafType(type)) return `i=${leaves.get(type.name) ?? 'scalar'}(b,i);`;
  if (isObjectType(type)) return `i=${source.object(type, value.sets, value.giver, value.place)}(b,i,t);`;
  if (!isAbstractType(type)) throw notPlain;
  const types = source.sourced.asked.schema.getPossibleTypes(type);
  // Which of them it is has to be said first.
  if (types.some((each) => [...source.layout(value.giver, each).values()][0]?.[0]?.name.value !== '__typename')) throw notPlain;
  const cases = types.map((each) => {
    const [name] = source.layout(value.giver, each).keys();
    return [
      `{${JSON.stringify(name)}:${JSON.stringify(each.name)}`,
      `return ${source.object(each, value.sets, value.giver, value.place)}(b,a,t);`,
    ] as const;
  });
  return `i=${oneOf(source, cases)}(b,i,t);`;
}

/** The name of a function that reads a list. */
const listReader = (source: ReaderSource, item: string): string =>
  source.function(
    `(b,i,t){if(b[i++]!==91)throw unusual;if(b[i]===93)return i+1;for(;;){${item}const c=b[i++];if(c===93)return i;if(c!==44)throw unusual;}}`,
  );

/** The name of a function that looks which of these texts stands there, and does what is to be done then; `a` is where it began. */
function oneOf(source: ReaderSource, cases: readonly (readonly [string, string])[]): string {
  const texts = cases.map(([text, then]) => {
    const bytes = [...Buffer.from(text)];
    // What they have in common at their beginning tells nothing: the end is looked at first.
    const equal = bytes.map((byte, at) => `b[i+${at}]===${byte}`).reverse();
    return `if(${equal.join('&&')}){i+=${bytes.length};${then}}`;
  });
  return source.function(`(b,i,t){const a=i;${texts.join('')}throw unusual;}`);
}

/** Scalars of the specification, and what reads them. */
const leaves: ReadonlyMap<string, string> = new Map([
  ['ID', 'text'],
  ['String', 'text'],
  ['Int', 'integer'],
  ['Float', 'number'],
  ['Boolean', 'truth'],
]);
