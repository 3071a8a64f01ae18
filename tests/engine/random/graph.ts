// A random federation as it is thought of before it is written as SDL: the whole graph first, then which subgraph has which part of it.

/** A whole graph, spread over subgraphs. */
export interface Graph {
  readonly subgraphs: readonly string[];
  readonly objects: ReadonlyMap<string, ObjectModel>;
  readonly abstracts: ReadonlyMap<string, AbstractModel>;
  /** Values of the enum that each subgraph knows only in part. */
  readonly moods: ReadonlyMap<string, readonly string[]>;
  /** `Type.field` of what others need: it never fails. */
  readonly calm: ReadonlySet<string>;
}

export interface ObjectModel {
  readonly name: string;
  /** A value type is whole in each subgraph; a split one has other fields in each, and belongs to one entity. */
  readonly kind: 'root' | 'entity' | 'value' | 'split';
  /** Keys by the subgraphs that resolve it; the first knows them all. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** The key by which all others name it. */
  readonly nameKey: string;
  readonly fields: Map<string, FieldModel>;
}

export interface FieldModel {
  readonly name: string;
  readonly type: TypeModel;
  /** As SDL has them, with brackets. */
  readonly args: string;
  /** By subgraph; empty where each has it. */
  readonly parts: Map<string, Part>;
  /** What it is computed of, by `@requires`. */
  readonly needs?: readonly Need[];
}

/** A field in one subgraph. */
export interface Part {
  readonly does: 'answers' | 'names' | 'no longer answers';
  readonly directives: readonly string[];
  /** Fields of the entity that it answers along with. */
  readonly provides?: readonly string[];
}

/** A field of the same entity that another subgraph has; of a value type one field of it. */
export interface Need {
  readonly field: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly inner: string | null;
}

/** A named type, and where it stands in lists and non-nulls: `[x!]!`. */
export interface TypeModel {
  readonly named: string;
  readonly wrap: string;
}

/** An interface or a union: its members, and an interface's fields, are each subgraph's own affair. */
export interface AbstractModel {
  readonly name: string;
  readonly kind: 'interface' | 'union';
  readonly members: ReadonlyMap<string, readonly string[]>;
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** Names of the fields of a key: `tag { code }` begins with one. */
export const fieldsOfKey = (key: string): readonly string[] =>
  key
    .replace(/\{.*\}/, '')
    .trim()
    .split(/\s+/);

export const printed = ({ named, wrap }: TypeModel): string => wrap.replace('x', named);

/** Subgraphs that answer for a field. */
export const answerers = ({ parts }: FieldModel): readonly string[] =>
  [...parts].flatMap(([subgraph, { does }]) => (does === 'answers' ? [subgraph] : []));

/** Types that an abstract field gives, whoever of those subgraphs is asked. */
export const membersIn = ({ members }: AbstractModel, subgraphs: readonly string[]): readonly string[] =>
  subgraphs.map((subgraph) => members.get(subgraph) ?? []).reduce((all, some) => all.filter((member) => some.includes(member)));

/** Whether a field is part of a key. */
export const isKeyField = ({ keys }: ObjectModel, field: string): boolean => [...keys.values()].flat().flatMap(fieldsOfKey).includes(field);
