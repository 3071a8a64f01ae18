/** Where two JSON texts first say something else, and what; null where they say the same. The order of fields does not matter. */
export const firstDifference = (one: string, other: string): string | null => differenceAt(JSON.parse(one), JSON.parse(other), '');

function differenceAt(one: unknown, other: unknown, path: string): string | null {
  if (!isTree(one) || !isTree(other) || Array.isArray(one) !== Array.isArray(other))
    return Object.is(one, other) ? null : `${path}: ${shown(one)}, not ${shown(other)}`;
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = differenceAt(one[name], other[name], path === '' ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 200);
