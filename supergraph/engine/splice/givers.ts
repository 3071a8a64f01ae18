import { type FieldNode, type GraphQLObjectType, isObjectType, type SelectionSetNode } from 'graphql';
import { fieldsOf } from '../answer/selections.ts';
import type { Fetched, Layout } from './fetched.ts';
import { notPlain } from './notPlain.ts';
import type { Sourced } from './readerSource.ts';

/** Who answers fields of an object: a fetch, and what is asked of the object. */
export interface Giver extends Layout {
  readonly fetch: Fetched;
}

/** A field as it goes out. */
export interface Item {
  readonly name: string;
  readonly nodes: readonly FieldNode[];
}

/** Neighbours that one giver gives, which go out as they stand in its answer; null for the one name of a type, which is known beforehand. */
export interface Run {
  readonly giver: Giver | null;
  readonly items: readonly Item[];
  /** Which one of its giver's. */
  readonly at: number;
}

export const giving = (fetch: Fetched): Giver => ({ fetch, sets: fetch.sets, fragments: fetch.fragments });

/** The fields of an object as they go out, by who gives them: the first of these that is asked for a field. */
export function runsOf(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  givers: readonly Giver[],
  { asked, whole, storedName }: Pick<Sourced, 'asked' | 'whole' | 'storedName'>,
): readonly Run[] {
  const inWhole = whole.getType(type.name);
  if (!isObjectType(inWhole)) throw notPlain;
  const layouts = givers.map((giver) => fieldsOf(inWhole, giver.sets, { schema: whole, fragments: giver.fragments, choice: {} }));
  const runs: (Run & { readonly items: Item[] })[] = [];
  for (const [name, nodes] of fieldsOf(type, sets, asked)) {
    const fieldName = nodes[0]?.name.value ?? '';
    if (storedName(name, fieldName) !== name) throw notPlain;
    const giver = givers[layouts.findIndex((layout) => layout.has(name))] ?? null;
    if (giver === null && fieldName !== '__typename') throw notPlain;
    const last = runs.at(-1);
    if (giver !== null && last?.giver === giver) last.items.push({ name, nodes });
    else runs.push({ giver, items: [{ name, nodes }], at: runs.filter((run) => run.giver === giver).length });
  }
  return runs;
}
