import { Kind, type ObjectTypeDefinitionNode } from 'graphql';
import { kindNames } from '../kinds.ts';
import { type CheckedGraph, type CheckedMember, definitionsOf, type Fault, lineOf, rootFields } from './fault.ts';

const remedy = 'Write a sentence for a clerk above it, in quotes.';

/** Root fields, types, and the fields of kinds that nothing is said about: other institutions read the SDL. A type is described where one member does it. */
export function findUndescribed({ members }: CheckedGraph): readonly Fault[] {
  const described = new Set(members.flatMap(typesOf).flatMap(({ name, description }) => (description === undefined ? [] : [name.value])));
  const kinds = new Set(kindNames(members));
  return members.flatMap((member) => {
    const { file } = member;
    const roots = (['Query', 'Mutation'] as const).flatMap((root) =>
      rootFields(member, root).map((field) => ({ node: field, name: `${root}.${field.name.value}` })),
    );
    const types = typesOf(member).filter(({ name }) => !isOfOperations(name.value) && !described.has(name.value));
    const fields = typesOf(member)
      .filter(({ name }) => member.institution && kinds.has(name.value))
      .flatMap((type) => (type.fields ?? []).map((field) => ({ node: field, name: `${type.name.value}.${field.name.value}` })));
    return [...roots, ...types.map((node) => ({ node, name: node.name.value })), ...fields]
      .filter(({ node }) => node.description === undefined)
      .map(({ node, name }) => ({ file, line: lineOf(node), says: `${name} has no description.`, remedy }));
  });
}

const typesOf = (member: CheckedMember): readonly ObjectTypeDefinitionNode[] =>
  definitionsOf(member).filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);

/** What they are their names say. */
const isOfOperations = (type: string): boolean => /^(Query|Mutation|PageInfo)$|(Payload|Edge|Connection)$/.test(type);
