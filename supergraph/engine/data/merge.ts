import type { TypeNames } from './typeNames.ts';

type Fields = Record<string, unknown>;

/**
 * Takes what has come into what is there, in place. Where `isOwn` is false the same answer goes to several places, and each gets objects of
 * its own: no two places in an answer share one, for what is fetched below one of them must not appear below the other.
 */
export function merge(into: Fields, from: Readonly<Fields>, types: TypeNames, isOwn: boolean): void {
  for (const key in from) {
    const came = from[key];
    if (came === undefined) continue;
    const there = into[key];
    if (typeof came !== 'object' || came === null) {
      if (key !== '__typename' || !types.isConcrete(there)) into[key] = came;
    } else if (typeof there !== 'object' || there === null) into[key] = isOwn ? came : copyOf(came);
    else into[key] = both(there, came, types, isOwn);
  }
}

function both(there: object, came: object, types: TypeNames, isOwn: boolean): object {
  if (!Array.isArray(there) || !Array.isArray(came)) {
    if (Array.isArray(there) || Array.isArray(came)) return isOwn ? came : copyOf(came);
    merge(there as Fields, came as Fields, types, isOwn);
    return there;
  }
  // Two subgraphs that disagree about the length of a list do not speak of the same items.
  if (there.length !== came.length) return isOwn ? came : copyOf(came);
  for (const [at, item] of came.entries()) {
    const kept: unknown = there[at];
    const areBoth = typeof kept === 'object' && kept !== null && typeof item === 'object' && item !== null;
    there[at] = areBoth ? both(kept, item, types, isOwn) : isOwn ? item : copyOf(item);
  }
  return there;
}

function copyOf<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  const copy: Fields = {};
  for (const key in value) copy[key] = copyOf((value as Fields)[key]);
  return copy as Value;
}
