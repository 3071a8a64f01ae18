import type { ResponsePath } from '@apollo/query-planner';

/** A place in an answer, as GraphQL names it. */
export type AnswerPath = readonly (string | number)[];

/** The objects at a path of a plan, in which `@` stands for every item of a list; what is null on the way leads nowhere. */
export function objectsAt(data: unknown, path: ResponsePath, found: Record<string, unknown>[], at = 0): void {
  if (data === null || typeof data !== 'object') return;
  if (Array.isArray(data)) {
    // An item of a list of lists is a list: the path says `@` once for each of them, or not at all at its end.
    const next = path[at] === '@' ? at + 1 : at;
    for (const item of data) objectsAt(item, path, found, next);
    return;
  }
  const key = path[at];
  if (key === undefined) found.push(data as Record<string, unknown>);
  else objectsAt((data as Record<string, unknown>)[key], path, found, at + 1);
}

/** Where some of the objects at these paths stand. It walks the whole answer: for what went wrong, not for what went well. */
export function placesIn(data: unknown, paths: readonly ResponsePath[], wanted: ReadonlySet<unknown>): ReadonlyMap<unknown, AnswerPath> {
  const places = new Map<unknown, AnswerPath>();
  const walk = (value: unknown, path: ResponsePath, at: number, here: AnswerPath): void => {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      const next = path[at] === '@' ? at + 1 : at;
      for (const [i, item] of value.entries()) walk(item, path, next, [...here, i]);
      return;
    }
    const key = path[at];
    if (key === undefined) {
      if (wanted.has(value)) places.set(value, here);
    } else walk((value as Record<string, unknown>)[key], path, at + 1, [...here, key]);
  };
  for (const path of paths) walk(data, path, 0, []);
  return places;
}

/** The part of a plan's path that is one place for sure: up to its first list. */
export function certainPart(path: ResponsePath): AnswerPath {
  const list = path.indexOf('@');
  return list < 0 ? path : path.slice(0, list);
}
