import { type DefinitionNode, Kind, print, visit } from 'graphql';
import { type CheckedGraph, type CheckedMember, definitionsOf, type Fault, lineOf, rootFields } from './fault.ts';

const remedy = 'Every institution serves the same standard: write it as schema/perimeter.graphql has it, or leave it out.';

/** Where an institution's SDL says something else of what the perimeter standard defines: enums, scalars, inputs and types, and its root fields. */
export function findOtherStandard({ members }: CheckedGraph): readonly Fault[] {
  const standard = members[0];
  if (standard === undefined) return [];
  const defined = new Map(definitionsOf(standard).flatMap((node) => (isOwn(node) ? [[nameOf(node), node] as const] : [])));
  const roots = (['Query', 'Mutation'] as const).flatMap((root) => rootFields(standard, root).map(({ name }) => name.value));
  return members.filter(({ institution }) => institution).flatMap((member) => [...differing(member, defined), ...taken(member, roots)]);
}

function differing(member: CheckedMember, defined: ReadonlyMap<string, DefinitionNode>): readonly Fault[] {
  return definitionsOf(member).flatMap((node) => {
    const meant = isOwn(node) ? defined.get(nameOf(node)) : undefined;
    if (meant === undefined || isStub(node) || bare(meant) === bare(node)) return [];
    return [{ file: member.file, line: lineOf(node), says: `${nameOf(node)} differs from the perimeter standard.`, remedy }];
  });
}

const taken = (member: CheckedMember, roots: readonly string[]): readonly Fault[] =>
  (['Query', 'Mutation'] as const).flatMap((root) =>
    rootFields(member, root)
      .filter(({ name }) => roots.includes(name.value))
      .map((field) => ({
        file: member.file,
        line: lineOf(field),
        says: `${root}.${field.name.value} belongs to the perimeter standard.`,
        remedy,
      })),
  );

const nameOf = (node: DefinitionNode): string => ('name' in node ? (node.name?.value ?? '') : '');

/** Root types are added to, and what is linked is no part of the standard. */
const isOwn = (node: DefinitionNode): boolean =>
  !['Query', 'Mutation', ''].includes(nameOf(node)) && node.kind !== Kind.OBJECT_TYPE_EXTENSION && node.kind !== Kind.DIRECTIVE_DEFINITION;

/** A reference to an entity, with its key alone. */
const isStub = (node: DefinitionNode): boolean => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.fields?.length === 1;

/** Without what is said about it, and without directives, which composition compares. */
const bare = (node: DefinitionNode): string =>
  print(
    visit(node, {
      enter: (inner) => ('description' in inner && inner.description ? { ...inner, description: undefined } : undefined),
      Directive: () => null,
    }),
  );
