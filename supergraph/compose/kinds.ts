import { Kind, parse } from 'graphql';

/**
 * The kinds that institutions bring: those of their entities that have a mutation `draft<Kind>`.
 * @param members their SDL texts; only those of institutions are read
 * @returns names in the order of the alphabet
 */
export function kindNames(members: readonly { readonly sdl: string; readonly institution: boolean }[]): readonly string[] {
  return [...new Set(members.filter((member) => member.institution).flatMap((member) => kindsIn(member.sdl)))].sort();
}

/** The subgraph `kinds`, generated at composition: what only a kind has is its document's content (DESIGN §3.2). */
export function kindsSdl(kinds: readonly string[]): string {
  const stubs = kinds.map((kind) => `type ${kind} @key(fields: "id", resolvable: false) {\n  id: ID!\n}`);
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

type Document @key(fields: "id") {
  id: ID!
  "What only the document's kind has."
  content: Content
}

"What only a kind has; the kind is the second part of the document's id."
union Content = ${kinds.join(' | ')}

${stubs.join('\n\n')}
`;
}

function kindsIn(sdl: string): readonly string[] {
  const definitions = parse(sdl).definitions;
  const types = new Set(definitions.flatMap((node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION ? [node.name.value] : [])));
  return definitions
    .flatMap((node) =>
      (node.kind === Kind.OBJECT_TYPE_EXTENSION || node.kind === Kind.OBJECT_TYPE_DEFINITION) && node.name.value === 'Mutation'
        ? (node.fields ?? [])
        : [],
    )
    .flatMap((field) => /^draft([A-Z]\w*)$/.exec(field.name.value)?.[1] ?? [])
    .filter((kind) => types.has(kind));
}
