import type { FetchDataRewrite } from '@apollo/query-planner';
import type { TypeNames } from '../data/typeNames.ts';

type Fields = Record<string, unknown>;
export type Rewrite = (value: unknown) => void;

const onType = '... on ';

/**
 * Changes that a plan makes to what goes to a subgraph or comes from it: a type's name where an interface stands for its objects, and keys
 * that were given another name because two types answer them differently.
 */
export function rewriteOf(rewrites: readonly FetchDataRewrite[] | undefined, types: TypeNames): Rewrite | null {
  if (rewrites === undefined || rewrites.length === 0) return null;
  const each = rewrites.map((rewrite) => rewriteAt(rewrite, types));
  return (value) => {
    for (const rewrite of each) rewrite(value);
  };
}

function rewriteAt(rewrite: FetchDataRewrite, types: TypeNames): Rewrite {
  const path = rewrite.path.slice(0, -1);
  const key = rewrite.path.at(-1) ?? '';
  return (value) => at(value, path, types, (fields) => change(fields, key, rewrite));
}

function change(fields: Fields, key: string, rewrite: FetchDataRewrite): void {
  if (rewrite.kind === 'ValueSetter') fields[key] = rewrite.setValueTo;
  else if (fields[key] !== undefined) {
    fields[rewrite.renameKeyTo] = fields[key];
    delete fields[key];
  }
}

function at(value: unknown, [first, ...rest]: readonly string[], types: TypeNames, change: (fields: Fields) => void): void {
  if (Array.isArray(value)) for (const item of value) at(item, first === undefined ? [] : [first, ...rest], types, change);
  else if (typeof value === 'object' && value !== null) {
    const fields = value as Fields;
    if (first === undefined) change(fields);
    else if (!first.startsWith(onType)) at(fields[first], rest, types, change);
    // What does not say its type was asked for under the condition itself.
    else if (fields.__typename === undefined || types.belongs(String(fields.__typename), first.slice(onType.length)))
      at(fields, rest, types, change);
  }
}
