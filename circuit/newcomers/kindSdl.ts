import { type ContentField, sdlType } from './contentField.ts';
import { type Newcomer, wordsOf } from './newcomer.ts';

const scalars: Readonly<Record<string, string>> = {
  Date: 'A day of the calendar: `2026-03-01`.',
  DateTime: 'A moment, as RFC 3339 writes it.',
  Decimal: 'A decimal number, written out: `1250000.00`.',
};

/** The fields that a draft of every kind takes, in the order in which all kinds have them. */
const cardInput = (first: string): string => `  ${first}
  "The date of the document; today when left out."
  documentDate: Date
  abstract: String
  "When an answer is asked for."
  dueAt: DateTime`;

/** The SDL of an institution with one kind: its content, and the commands that draft and revise it. */
export function kindSdl({ name, kind }: Pick<Newcomer, 'name' | 'kind'>, fields: readonly ContentField[]): string {
  const used = Object.entries(scalars).filter(([scalar]) => scalar !== 'Decimal' || fields.some(({ type }) => type === scalar));
  const input = fields.map((field) => `  ${field.name}: ${sdlType(field)}`).join('\n');
  return `# Documents of the ${name}.
schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) {
  mutation: Mutation
}

${used.map(([scalar, about]) => `"${about}"\nscalar ${scalar}`).join('\n')}

type Document @key(fields: "id", resolvable: false) {
  id: ID!
}

enum AccessMark {
  PUBLIC
  INTERNAL
  RESTRICTED
}

extend type Mutation {
  "A clerk begins a draft of this kind."
  draft${kind}(input: Draft${kind}Input!): Draft${kind}Payload
  "A clerk changes a draft of this kind; what is left out stays as it is."
  revise${kind}(input: Revise${kind}Input!): Revise${kind}Payload
}

"What a document of the kind ${wordsOf(kind)} holds."
type ${kind} @key(fields: "id") {
  "The id of the document whose content it is."
  id: ID!
${fields.map((field) => `  "${field.description}"\n  ${field.name}: ${sdlType(field)}`).join('\n')}
}

input Draft${kind}Input {
${cardInput('title: String!\n  access: AccessMark = INTERNAL')}
${input}
  requestId: ID
}

type Draft${kind}Payload {
  document: Document
}

input Revise${kind}Input {
  documentId: ID!
  "The version that was read: where the document has been changed since, it is refused."
  versionRead: Int
${cardInput('title: String\n  access: AccessMark')}
${input}
  requestId: ID
}

type Revise${kind}Payload {
  document: Document
}
`;
}
