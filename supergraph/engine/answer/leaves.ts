/** What a writer throws where an answer is not as the graph says. */
export const unusual = Symbol('unusual');

// Most texts need no escapes: to look is cheaper than to have them written by JSON.stringify.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what JSON escapes.
const special = /["\\\u0000-\u001f\ud800-\udfff]/;
const quoted = (value: string): string => (special.test(value) ? JSON.stringify(value) : `"${value}"`);

/** What the functions of a writer stand on: each gives the JSON of a value, or throws `unusual`. */
export const leaves = {
  ID(value: unknown): string {
    if (typeof value === 'string') return quoted(value);
    if (Number.isInteger(value)) return `"${value}"`;
    throw unusual;
  },
  String(value: unknown): string {
    if (typeof value === 'string') return quoted(value);
    throw unusual;
  },
  Int(value: unknown): string {
    if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) return String(value);
    throw unusual;
  },
  Float(value: unknown): string {
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    throw unusual;
  },
  Boolean(value: unknown): string {
    if (typeof value === 'boolean') return value ? 'true' : 'false';
    throw unusual;
  },
  enumValue(values: ReadonlyMap<unknown, string>, value: unknown): string {
    const text = values.get(value);
    if (text === undefined) throw unusual;
    return text;
  },
  /** An object that says of itself no other type than this. */
  objectOf(type: string, value: unknown): object {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unusual;
    const name = typeNameIn(value);
    if (name !== undefined && name !== type) throw unusual;
    return value;
  },
  typeNameOf(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) throw unusual;
    return typeNameIn(value);
  },
};

const typeNameIn = (value: object): unknown => (value as { readonly __typename?: unknown }).__typename;
