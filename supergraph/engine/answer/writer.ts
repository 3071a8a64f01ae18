import type { DocumentNode } from 'graphql';
import { type FragmentDefinitionNode, type GraphQLSchema, Kind, type OperationDefinitionNode, visit } from 'graphql';
import type { StoredName } from '../planning/setAside.ts';
import type { Variables } from '../steps/step.ts';
import { leaves, unusual } from './leaves.ts';
import { WriterSource } from './writerSource.ts';

/** Writes what has come as JSON text, as the operation asks for it; null where something is unusual about it. */
export type Write = (data: Readonly<Record<string, unknown>>, variables: Variables) => string | null;

/** What `@skip` and `@include` choose is known when variables are: a writer is made for each choice that comes, up to so many. */
const MOST_CHOICES = 32;

/** Compiles the writer of an operation. */
export function writerOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  storedName: StoredName,
): Write {
  const root = schema.getRootType(definition.operation);
  // Of the graph itself graphql-js tells.
  if (root == null || asksSchema(document)) return () => null;
  const fragments = fragmentsOf(document);
  const conditions = conditionsIn(document);
  const known = new Map<string, (data: object) => string>();
  return (data, variables) => {
    const choice = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    let write = known.get(choice);
    if (write === undefined) {
      const source = new WriterSource({ schema, fragments, choice: variables }, storedName);
      write = compiled(source.of(root, definition.selectionSet), source.enums);
      if (known.size < MOST_CHOICES) known.set(choice, write);
    }
    try {
      return write(data);
    } catch (error) {
      if (error === unusual) return null;
      throw error;
    }
  };
}

/** The functions, with what they stand on in reach; the first writes the whole. */
function compiled(functions: string, enums: readonly ReadonlyMap<unknown, string>[]): (data: object) => string {
  const reach = { ...leaves, enums, unusual };
  // The text is ours: see `WriterSource`.
  return new Function(...Object.keys(reach), `"use strict";${functions}\nreturn w0;`)(...Object.values(reach));
}

const fragmentsOf = ({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])));

function asksSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field: ({ name: { value } }) => {
      if (value === '__schema' || value === '__type') asks = true;
    },
  });
  return asks;
}

/** The variables that stand in `@skip` and `@include`. */
function conditionsIn(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
