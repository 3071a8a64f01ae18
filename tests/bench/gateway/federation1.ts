import { type DefinitionNode, Kind, type ObjectTypeDefinitionNode, parse, print } from 'graphql';
import { type Subgraph, sdlOf, subgraphs } from './federation.ts';

/** Federation 1 knows one owner of each entity; all others extend it. */
const owners: Readonly<Record<string, Subgraph>> = {
  Institution: 'directory',
  Official: 'directory',
  Document: 'documents',
  CourtRuling: 'justice',
  BudgetRequest: 'finance',
  EpidemicReport: 'health',
  OfficialLetter: 'hosted',
};

/** What each subgraph says it is, for a gateway that knows nothing newer than Federation 1. */
export const federation1 = (addressOf: (subgraph: Subgraph) => string) =>
  subgraphs.map((name) => ({ name, url: addressOf(name), schema: asFederation1(name) }));

function asFederation1(subgraph: Subgraph): string {
  const definitions = parse(sdlOf(subgraph)).definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION);
  return definitions.map((node) => older(node, subgraph)).join('\n\n');
}

function older(node: DefinitionNode, subgraph: Subgraph): string {
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return print(node);
  if (node.name.value === 'Query' || node.name.value === 'Mutation') return `extend ${print(node)}`;
  const owner = owners[node.name.value];
  if (owner === undefined) return print(node);
  return owner === subgraph ? print(node).replace(', resolvable: false', '') : extended(node);
}

function extended(node: ObjectTypeDefinitionNode): string {
  const key = node.name.value === 'Institution' ? 'code' : 'id';
  const fields = (node.fields ?? []).filter(({ name }) => name.value !== key).map(print);
  return `extend type ${node.name.value} @key(fields: "${key}") {\n  ${[`${key}: ID! @external`, ...fields].join('\n  ')}\n}`;
}
