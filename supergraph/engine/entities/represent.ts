import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { TypeNames } from '../data/typeNames.ts';
import type { Rewrite } from './rewrite.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An entity as JSON text, as its subgraph is to be asked for it; null for what is none of the types asked about, or lacks a field of its key. */
export type Represent = (entity: Fields) => string | null;

/** Compiles what a plan requires of an entity. Most require some plain fields of one type: these are written directly. */
export function representOf(requires: readonly QueryPlanSelectionNode[], types: TypeNames, rewrite: Rewrite | null): Represent {
  const byType = new Map<unknown, Represent>();
  const anyway: Represent = (entity) => {
    const representation = selected(entity, requires, types);
    if (representation === null || representation.__typename === undefined) return null;
    rewrite?.(representation);
    return JSON.stringify(representation);
  };
  return (entity) => {
    const name = entity.__typename;
    let represent = byType.get(name);
    if (represent === undefined) {
      represent = (rewrite === null && plainOf(String(name), requires, types)) || anyway;
      byType.set(name, represent);
    }
    return represent(entity);
  };
}

/** Of one type, without changes: fields without fields of their own. Null where it is not that simple. */
function plainOf(name: string, requires: readonly QueryPlanSelectionNode[], types: TypeNames): Represent | null {
  const fitting = requires.filter(
    (each) => each.kind === 'Field' || each.typeCondition === undefined || types.belongs(name, each.typeCondition),
  );
  const [only] = fitting;
  if (only === undefined) return () => null;
  if (fitting.length > 1 || only.kind === 'Field') return null;
  const names: string[] = [];
  for (const each of only.selections) {
    if (each.kind !== 'Field' || each.selections !== undefined) return null;
    names.push(each.alias ?? each.name);
  }
  if (!names.includes('__typename')) return () => null;
  const heads = names.map((each, i) => `${i === 0 ? '{' : ','}${JSON.stringify(each)}:`);
  return (entity) => {
    let text = '';
    for (let i = 0; i < names.length; i++) {
      const value = entity[names[i] as string];
      if (value === undefined) return null;
      text += heads[i] + JSON.stringify(value);
    }
    return `${text}}`;
  };
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
