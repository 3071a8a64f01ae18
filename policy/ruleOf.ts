import { type GraphQLObjectType, type GraphQLSchema, isUnionType } from 'graphql';
import type { Rule } from './language.ts';
import type { Regulation } from './regulation.ts';

/** The rule that stands for a field of an object type: by the type's own name, else a union that it belongs to, else a pattern. */
export function ruleOf(regulation: Regulation, schema: GraphQLSchema, type: GraphQLObjectType, field: string): Rule | undefined {
  const fields = nearest(regulation, [type.name, ...unionsOf(schema, type)]);
  return fields === undefined ? undefined : nearest(fields, [field]);
}

/** The names of the unions that each type is a member of: looked up for every field of a graph, and found out once for the graph. */
const unions = new WeakMap<GraphQLSchema, ReadonlyMap<GraphQLObjectType, readonly string[]>>();

function unionsOf(schema: GraphQLSchema, type: GraphQLObjectType): readonly string[] {
  const known = unions.get(schema) ?? unionsIn(schema);
  unions.set(schema, known);
  return known.get(type) ?? [];
}

function unionsIn(schema: GraphQLSchema): ReadonlyMap<GraphQLObjectType, readonly string[]> {
  const found = new Map<GraphQLObjectType, string[]>();
  for (const union of Object.values(schema.getTypeMap()))
    if (isUnionType(union)) for (const member of union.getTypes()) found.set(member, [...(found.get(member) ?? []), union.name]);
  return found;
}

function nearest<T>(table: { readonly [name: string]: T }, names: readonly string[]): T | undefined {
  const exact = names.find((name) => Object.hasOwn(table, name));
  const key = exact ?? Object.keys(table).find((pattern) => names.some((name) => matches(pattern, name)));
  return key === undefined ? undefined : table[key];
}

/** `draft*` matches `draftCourtRuling`, and not `draftsman`: what `*` stands for begins a word of its own. */
function matches(pattern: string, name: string): boolean {
  const [head = '', tail] = pattern.split('*');
  if (tail === undefined || name.length < pattern.length || !name.startsWith(head) || !name.endsWith(tail)) return pattern === '*';
  return head === '' || /[A-Z]/.test(name.charAt(head.length));
}
