/** What a shaper throws where an answer is not as the graph says. */
export const unusual = Symbol('unusual');

/** What the functions of a shaper stand on: each gives a value as it is answered, or throws `unusual`. */
export const leaves = {
  ID(value: unknown): string {
    if (typeof value === 'string') return value;
    if (Number.isInteger(value)) return String(value);
    throw unusual;
  },
  String(value: unknown): string {
    if (typeof value === 'string') return value;
    throw unusual;
  },
  Int(value: unknown): number {
    if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
    throw unusual;
  },
  Float(value: unknown): number {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw unusual;
  },
  Boolean(value: unknown): boolean {
    if (typeof value === 'boolean') return value;
    throw unusual;
  },
  enumValue(values: ReadonlySet<unknown>, value: unknown): unknown {
    if (values.has(value)) return value;
    throw unusual;
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
  /** Null where none may be. */
  none(): never {
    throw unusual;
  },
};

const typeNameIn = (value: object): unknown => (value as { readonly __typename?: unknown }).__typename;
