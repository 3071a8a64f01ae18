import { type GraphQLObjectType, type GraphQLSchema, isUnionType } from 'graphql';
import type { Rule } from './language.ts';
import type { Regulation } from './regulation.ts';

/** The rule that stands for a field of an object type: by the type's own name, else a union that it belongs to, else a pattern. */
export function ruleOf(regulation: Regulation, schema: GraphQLSchema, type: GraphQLObjectType, field: string): Rule | undefined {
  const fields = nearest(regulation, [type.name, ...unionsOf(schema, type)]);
  return fields === undefined ? undefined : nearest(fields, [field]);
}

/** The names of the unions that a type is a member of. */
function unionsOf(schema: GraphQLSchema, type: GraphQLObjectType): readonly string[] {
  return Object.values(schema.getTypeMap()).flatMap((union) => (isUnionType(union) && union.getTypes().includes(type) ? [union.name] : []));
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
