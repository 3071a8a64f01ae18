import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { asksSchema } from '../asksSchema.ts';
import { fragmentsOf } from '../fragmentsOf.ts';
import { perChoice } from '../planning/perChoice.ts';
import type { StoredName } from '../planning/setAside.ts';
import type { Variables } from '../steps/step.ts';
import { leaves, unusual } from './leaves.ts';
import { ShaperSource } from './shaperSource.ts';

/**
 * Writes what has come as the JSON text of an answer, `{"data":…}`, as the operation asks for it; null where something is unusual about it. Whatever
 * were put around a long text afterwards would copy all of it.
 */
export type Write = (data: Readonly<Record<string, unknown>>, variables: Variables) => string | null;

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
  const shapeUnder = perChoice(document, (choice) => {
    const source = new ShaperSource({ schema, fragments, choice }, storedName);
    return compiled(source.of(root, definition.selectionSet), source.enums);
  });
  return (data, variables) => {
    try {
      return JSON.stringify({ data: shapeUnder(variables)(data) });
    } catch (error) {
      if (error === unusual) return null;
      throw error;
    }
  };
}

/** The functions, with what they stand on in reach; the first shapes the whole. */
function compiled(functions: string, enums: readonly ReadonlySet<string>[]): (data: object) => object {
  const reach = { ...leaves, enums, unusual };
  // The text is ours: see `ShaperSource`.
  return new Function(...Object.keys(reach), `"use strict";${functions}\nreturn s0;`)(...Object.values(reach));
}
