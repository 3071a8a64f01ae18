import type { Told } from './side.ts';

/**
 * Where an answer is null because of an error: an error's path, up to the first null on it. Where several fields of one object fail, of which
 * one may not be null, the specification leaves open which of them is told; so is in which order.
 */
export const placesOfErrors = ({ data, errors }: Told): readonly string[] =>
  [...new Set(errors.map(({ path }) => (path === undefined ? 'nowhere' : place(data, path))))].sort();

/** What is said of a place that is not null, or not in the answer. */
export const nowhere = ' (is not null there)';

function place(data: unknown, path: readonly (string | number)[]): string {
  let value = data;
  const until = path.findIndex((step) => {
    if (value === null || value === undefined) return true;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
    return false;
  });
  const isNull = value === null;
  const kept = until < 0 ? path : path.slice(0, until);
  return `${kept.join('.')}${isNull ? '' : nowhere}`;
}
