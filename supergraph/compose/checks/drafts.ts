import { Kind, type ObjectTypeDefinitionNode } from 'graphql';
import { type CheckedGraph, definitionsOf, type Fault, lineOf, rootFields } from './fault.ts';

/** Kinds that nobody can draft, and drafts of what is no kind: a document's content is found by its draft command. §4.3 */
export function findUndrafted({ members }: CheckedGraph): readonly Fault[] {
  return members
    .filter(({ institution }) => institution)
    .flatMap((member) => {
      const { file } = member;
      const kinds = definitionsOf(member).filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && isKind(node));
      const names = new Set(kinds.flatMap((node) => ('name' in node ? [node.name?.value] : [])));
      const mutations = rootFields(member, 'Mutation');
      const drafted = new Set(mutations.map(({ name }) => name.value));
      const undrafted = kinds.flatMap((node) => {
        const name = 'name' in node ? (node.name?.value ?? '') : '';
        if (drafted.has(`draft${name}`)) return [];
        const remedy = `Add draft${name}(input: Draft${name}Input!): Draft${name}Payload to Mutation.`;
        return [{ file, line: lineOf(node), says: `${name} is a kind without a draft command.`, remedy }];
      });
      const baseless = mutations.flatMap((field) => {
        const kind = /^draft([A-Z]\w*)$/.exec(field.name.value)?.[1];
        if (kind === undefined || names.has(kind)) return [];
        const remedy = `Add type ${kind} @key(fields: "id") with id and the fields of the kind.`;
        return [{ file, line: lineOf(field), says: `${field.name.value} drafts what is no kind.`, remedy }];
      });
      return [...undrafted, ...baseless];
    });
}

/** An entity that is found here by its id, which is the document's. */
const isKind = ({ name, directives = [] }: ObjectTypeDefinitionNode): boolean =>
  name.value !== 'Document' &&
  directives.some(
    (directive) =>
      directive.name.value === 'key' &&
      !directive.arguments?.some(
        (argument) => argument.name.value === 'resolvable' && argument.value.kind === Kind.BOOLEAN && !argument.value.value,
      ),
  );
