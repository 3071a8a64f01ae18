import { Kind, type SelectionSetNode } from 'graphql';
import type { Fragments } from '../fragmentsOf.ts';

/** The names under which fields were asked for; those without fields of their own lead to null. */
export interface AskedNames extends ReadonlyMap<string, AskedNames | null> {}

/** What a selection asks for, whatever the conditions on types in it: what stands under one of them may be answered. */
export function askedNames({ selections }: SelectionSetNode, fragments: Fragments): AskedNames {
  const names = new Map<string, AskedNames | null>();
  for (const node of selections) {
    if (node.kind === Kind.FIELD) {
      const name = (node.alias ?? node.name).value;
      const below = node.selectionSet === undefined ? null : askedNames(node.selectionSet, fragments);
      names.set(name, together(names.get(name) ?? null, below));
      continue;
    }
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    if (fragment === undefined) continue;
    for (const [name, below] of askedNames(fragment.selectionSet, fragments)) names.set(name, together(names.get(name) ?? null, below));
  }
  return names;
}

function together(a: AskedNames | null, b: AskedNames | null): AskedNames | null {
  if (a === null || b === null) return a ?? b;
  const names = new Map(a);
  for (const [name, below] of b) names.set(name, together(names.get(name) ?? null, below));
  return names;
}

/** No value of ours goes deeper, and what goes much deeper nobody could write. */
const DEEPEST = 100;

/**
 * Takes away what an institution answers without having been asked: it would come to stand beside what others say, as if they had said it.
 * Throws where something is nested deeper than any value is.
 * @param value what came; changed in place
 */
export function leaveOnlyAsked(value: unknown, asked: AskedNames, left = DEEPEST): void {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw new TypeError('A value is nested deeper than any.');
  if (Array.isArray(value)) {
    for (const item of value) leaveOnlyAsked(item, asked, left - 1);
    return;
  }
  const fields = value as Record<string, unknown>;
  for (const name in fields) {
    const below = asked.get(name);
    if (below === undefined) delete fields[name];
    else if (below !== null) leaveOnlyAsked(fields[name], below, left - 1);
    else requireShallow(fields[name]);
  }
}

/** A copy of what was asked for, and of nothing else. */
export function copyAsked(value: unknown, asked: AskedNames | null): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (asked === null) return structuredClone(value);
  if (Array.isArray(value)) return value.map((item) => copyAsked(item, asked));
  const copy: Record<string, unknown> = {};
  for (const [name, below] of asked) {
    const inside = (value as Readonly<Record<string, unknown>>)[name];
    if (inside !== undefined) copy[name] = copyAsked(inside, below);
  }
  return copy;
}

function requireShallow(value: unknown, left = DEEPEST): void {
  if (typeof value !== 'object' || value === null) return;
  if (left === 0) throw new TypeError('A value is nested deeper than any.');
  for (const inside of Object.values(value)) requireShallow(inside, left - 1);
}
