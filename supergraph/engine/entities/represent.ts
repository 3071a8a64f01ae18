import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { TypeNames } from '../data/typeNames.ts';
import { onlyTypeIn } from '../planning/knownTypeNames.ts';
import type { Rewrite } from './rewrite.ts';

type Fields = Readonly<Record<string, unknown>>;

/** How entities of one type are named to their subgraph. */
export interface Representation {
  /** Keys of the same kind are equal where they name the same entity. */
  readonly kind: string;
  /** Null for what lacks a field that is required. */
  keyOf(entity: Fields): string | null;
  /** The entity as JSON text, as its subgraph is asked for it. */
  textOf(entity: Fields): string;
}

/** By the entity's type; null for what is none of the types asked about. */
export type Represent = (entity: Fields) => Representation | null;

/** Compiles what a plan requires of entities. Most require some plain fields of one type: these are written directly. */
export function representOf(requires: readonly QueryPlanSelectionNode[], types: TypeNames, rewrite: Rewrite | null): Represent {
  const byType = new Map<unknown, Representation | null>();
  const anyway = whole(requires, types, rewrite);
  // What it is need not have been asked where it can be nothing else.
  const only = onlyTypeIn(requires) ?? undefined;
  return ({ __typename: name = only }) => {
    const known = byType.get(name);
    if (known !== undefined) return known;
    const fitting = requires.filter(
      (each) => each.kind === 'Field' || each.typeCondition === undefined || types.belongs(String(name), each.typeCondition),
    );
    const made = fitting.length === 0 ? null : (rewrite === null && plainOf(name, fitting)) || anyway;
    byType.set(name, made);
    return made;
  };
}

/** Whatever is required, with whatever is changed. */
function whole(requires: readonly QueryPlanSelectionNode[], types: TypeNames, rewrite: Rewrite | null): Representation {
  const keyOf = (entity: Fields): string | null => {
    const representation = selected(entity, requires, types);
    if (representation === null || representation.__typename === undefined) return null;
    rewrite?.(representation);
    return JSON.stringify(representation);
  };
  return { kind: 'text', keyOf, textOf: (entity) => keyOf(entity) ?? '{}' };
}

/** Of one type, without changes: its name, and fields without fields of their own. Null where it is not that simple. */
function plainOf(type: unknown, [only, ...others]: readonly QueryPlanSelectionNode[]): Representation | null {
  if (only === undefined || others.length > 0 || only.kind === 'Field') return null;
  const names = only.selections.map((each) => (each.kind === 'Field' && each.selections === undefined ? (each.alias ?? each.name) : null));
  if (names.includes(null) || !names.includes('__typename')) return null;
  const keys = names.filter((name) => name !== '__typename');
  const head = `{"__typename":${JSON.stringify(type ?? only.typeCondition)}`;
  const heads = keys.map((name) => `,${JSON.stringify(name)}:`);
  const textOf = (entity: Fields): string =>
    `${keys.reduce<string>((text, name, i) => text + heads[i] + JSON.stringify(entity[name ?? '']), head)}}`;
  const [key] = keys;
  // Most keys are one text: it tells entities of a type apart by itself.
  if (key != null && keys.length === 1) return { kind: `${type} ${key}`, keyOf: (entity) => alone(entity, key), textOf };
  return { kind: 'text', keyOf: (entity) => (keys.some((name) => entity[name ?? ''] === undefined) ? null : textOf(entity)), textOf };
}

function alone(entity: Fields, key: string): string | null {
  const value = entity[key];
  return typeof value === 'string' ? value : value === undefined ? null : ` ${JSON.stringify(value)}`;
}

/** The fields that are required, as an object of their own; null where one of them has not come. */
function selected(from: unknown, selections: readonly QueryPlanSelectionNode[], types: TypeNames): Record<string, unknown> | null {
  if (typeof from !== 'object' || from === null) return null;
  const source = from as Fields;
  const result: Record<string, unknown> = {};
  for (const each of selections) {
    if (each.kind === 'Field') {
      const name = each.alias ?? each.name;
      if (source[name] === undefined) return null;
      result[name] = each.selections === undefined ? source[name] : below(source[name], each.selections, types);
    } else if (each.typeCondition === undefined || types.belongs(String(source.__typename), each.typeCondition)) {
      const part = selected(source, each.selections, types);
      if (part !== null) add(result, part);
    }
  }
  return result;
}

const below = (value: unknown, selections: readonly QueryPlanSelectionNode[], types: TypeNames): unknown =>
  Array.isArray(value) ? value.map((item) => below(item, selections, types)) : selected(value, selections, types);

function add(into: Record<string, unknown>, from: Fields): void {
  for (const [key, value] of Object.entries(from)) {
    const there = into[key];
    if (isFields(there) && isFields(value)) add(there, value);
    else into[key] = value;
  }
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
