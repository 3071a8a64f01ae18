import { createHash } from 'node:crypto';
import type { Refusal } from '@chancery/domain';
import type { Decide, PolicyContext } from '@chancery/policy';
import { type DocumentNode, type GraphQLSchema, Kind, print, type SelectionNode, type VariableNode, visit } from 'graphql';
import type { PreparedOperation } from './prepare.ts';
import { prune } from './prune.ts';

/** What of an operation may run. */
export interface Verdict {
  /** By `Type.field`: why it is not fetched. */
  readonly denied: ReadonlyMap<string, Refusal>;
  /** Refused root fields by response name, those alone that would have run. */
  readonly deniedRoots: ReadonlyMap<string, Refusal>;
  /** What is left to run; nothing when all of it was denied. */
  readonly allowed: { readonly document: DocumentNode; readonly source: string; readonly hash: string } | null;
}

/**
 * Decides every field of an operation before it is planned, and cuts out what is denied, so that it is never fetched.
 * An operation of which nothing is denied stays as it is.
 */
export async function authorise(
  schema: GraphQLSchema,
  operation: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  decide: Decide,
  context: PolicyContext,
): Promise<Verdict> {
  const decisions = await Promise.all(
    operation.coordinates.map(async ({ type, field }) => [`${type}.${field}`, await decide(type, field, context)] as const),
  );
  const denied = new Map(decisions.flatMap(([coordinate, refusal]) => (refusal === null ? [] : [[coordinate, refusal] as const])));
  if (denied.size === 0) return { denied, deniedRoots: new Map(), allowed: operation };
  return cutOut(schema, operation, variables, denied);
}

function cutOut(
  schema: GraphQLSchema,
  { document, definition }: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  denied: ReadonlyMap<string, Refusal>,
): Verdict {
  const { selections, deniedRoots } = prune(schema, document, definition, variables, denied);
  if (selections.length === 0) return { denied, deniedRoots, allowed: null };
  const used = variablesIn(selections);
  const pruned: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...definition,
        variableDefinitions: (definition.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value)),
        selectionSet: { kind: Kind.SELECTION_SET, selections },
      },
    ],
  };
  const source = print(pruned);
  return { denied, deniedRoots, allowed: { document: pruned, source, hash: createHash('sha256').update(source).digest('hex') } };
}

function variablesIn(selections: readonly SelectionNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  const note = ({ name }: VariableNode): void => {
    names.add(name.value);
  };
  for (const selection of selections) visit(selection, { Variable: note });
  return names;
}
