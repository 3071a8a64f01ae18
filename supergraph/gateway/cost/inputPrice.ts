import {
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Price, Variables } from './price.ts';
import type { Weights } from './weights.ts';

/** What a value costs that a field is given: an input object 1, anything else nothing unless a member says more; a list as often as it is long. */
export function inputPrice(weights: Weights, type: GraphQLInputType, coordinate: string, value: ValueNode): Price {
  if (isFree(weights, type, coordinate)) return 0;
  if (value.kind === Kind.VARIABLE) return (variables) => costOfValue(weights, type, coordinate, variables[value.name.value]);
  return (variables: Variables) => costOfValue(weights, type, coordinate, valueFromASTUntyped(value, variables));
}

function costOfValue(weights: Weights, type: GraphQLInputType, coordinate: string, value: unknown): number {
  if (value === undefined || value === null) return 0;
  const item = getNullableType(type);
  if (isListType(item)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.reduce<number>((total, each) => total + costOfValue(weights, item.ofType, coordinate, each), 0);
  }
  const own = ownCost(weights, item, coordinate);
  if (!isInputObjectType(item) || typeof value !== 'object') return own;
  const fields = item.getFields();
  return Object.entries(value).reduce((total, [name, inner]) => {
    const field = fields[name];
    return field === undefined ? total : total + costOfValue(weights, field.type, `${item.name}.${name}`, inner);
  }, own);
}

/** A plain value that no member gives a weight costs nothing, however long its list. */
const isFree = (weights: Weights, type: GraphQLInputType, coordinate: string): boolean =>
  !isInputObjectType(getNamedType(type)) && ownCost(weights, type, coordinate) === 0;

function ownCost({ costs }: Weights, type: GraphQLInputType, coordinate: string): number {
  const named = getNamedType(type);
  return costs.get(coordinate) ?? costs.get(named.name) ?? (isInputObjectType(named) ? 1 : 0);
}
