import { Refusal } from '@chancery/domain';
import { type FieldNode, type GraphQLField, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { dearest, type Price } from './price.ts';
import type { ListSize } from './weights.ts';

/** How long a list is taken to be where no member says it, in rows. */
export const UNSAID = 10;
/** More rows than any list of the exchange gives: who asks for more of one is refused by its owner, and gets none. */
const LONGEST_LIST = 200;
/**
 * How many rows a list has at most: as many as its slicing argument asks for, else as many as is assumed. Throws `BAD_INPUT` where exactly one
 * has to be given.
 */
export function lengthOf(listSize: ListSize, field: GraphQLField<unknown, unknown>, node: FieldNode, coordinate: string): Price {
  const { slicingArguments, assumedSize, requireOneSlicingArgument } = listSize;
  const given = slicingArguments.flatMap((name) => {
    const argument = field.args.find((each) => each.name === name);
    const value = node.arguments?.find((each) => each.name.value === name)?.value;
    return value === undefined && argument?.defaultValue === undefined ? [] : [rows(value, argument?.defaultValue)];
  });
  if (requireOneSlicingArgument && slicingArguments.length > 0 && given.length !== 1)
    throw new Refusal('BAD_INPUT', `Give exactly one of ${slicingArguments.join(', ')} to ${coordinate}.`);
  return given.length === 0 ? (assumedSize ?? UNSAID) : dearest(given);
}

function rows(value: ValueNode | undefined, usual: unknown): Price {
  if (value === undefined) return bounded(usual);
  if (value.kind !== Kind.VARIABLE) return bounded(valueFromASTUntyped(value) ?? usual);
  return (variables) => bounded(variables[value.name.value] ?? usual);
}

const bounded = (count: unknown): number => (typeof count === 'number' ? Math.min(Math.max(count, 0), LONGEST_LIST) : UNSAID);
