import { createHash } from 'node:crypto';
import type { Refusal } from '@chancery/domain';
import type { PolicyContext } from '@chancery/policy';
import type { AuditedDecision } from '@chancery/trust';
import { type DocumentNode, type GraphQLSchema, Kind, print, type SelectionNode, type VariableNode, visit } from 'graphql';
import type { Decided, Decisions } from './decisions.ts';
import { PARSED_CHARACTER, type PreparedOperation } from './prepare.ts';
import { prune } from './prune.ts';
import { type Reach, reachOf } from './reach.ts';

/** What of an operation may run. */
export interface Verdict {
  /** By `Type.field`: why it is not fetched. */
  readonly denied: ReadonlyMap<string, Refusal>;
  /** Refused root fields by response name, those alone that would have run. */
  readonly deniedRoots: ReadonlyMap<string, Refusal>;
  /** What is left to run; nothing when all of it was denied. */
  readonly allowed: { readonly document: DocumentNode; readonly source: string; readonly hash: string } | null;
  /** As it goes on record (§10.6). */
  readonly decision: AuditedDecision;
}

/**
 * Decides every field of an operation before it is planned, and cuts out what is denied, so that it is never fetched.
 * An operation of which nothing is denied stays as it is, unless it asks for the schema, or is written in a way that Apollo's executor
 * takes wrong: then it is written anew.
 */
export function authorise(
  schema: GraphQLSchema,
  operation: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  decisions: Decisions,
  context: PolicyContext,
): Promise<Verdict> | Verdict {
  const kind = operation.definition.operation === 'mutation' ? 'mutation' : 'query';
  const chosen = chosenIn(operation, variables);
  const reach = reachUnder(schema, operation, variables, chosen);
  const verdictBy = (decided: Decided): Verdict => {
    if (decided.denied.size === 0 && !operation.asksSchema && !reach.isTakenWrong)
      return { denied: decided.denied, decision: decided.decision, deniedRoots: none, allowed: operation };
    const cut = () => cutOut(schema, operation, variables, decided);
    const name = `${operation.hash} ${operation.definition.name?.value ?? ''} ${chosen}`;
    return decisions.cut(name, decided, cut, operation.source.length * PARSED_CHARACTER);
  };
  const known = decisions.known(reach, context);
  return known === undefined ? decisions.of(kind, reach, context).then(verdictBy) : verdictBy(known);
}

const none: ReadonlyMap<string, Refusal> = new Map();

/** Of an operation's choices by `@skip` and `@include`, so many are remembered. */
const mostChosen = 16;
const reaches = new WeakMap<PreparedOperation, Map<string, Reach>>();

/** What an operation reaches is found once for each choice that its variables make. */
function reachUnder(
  schema: GraphQLSchema,
  operation: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  chosen: string,
): Reach {
  const known = reaches.get(operation) ?? new Map<string, Reach>();
  const before = known.get(chosen);
  if (before !== undefined) return before;
  reaches.set(operation, known);
  const found = reachOf(schema, operation.document, operation.definition, variables);
  if (known.size >= mostChosen) known.clear();
  known.set(chosen, found);
  return found;
}

/** What the variables say of whatever stands under a condition: all that of them makes a difference here. */
const chosenIn = ({ conditions }: PreparedOperation, variables: Readonly<Record<string, unknown>>): string =>
  conditions.length === 0 ? '' : JSON.stringify(conditions.map((name) => variables[name] ?? null));

function cutOut(
  schema: GraphQLSchema,
  { document, definition }: PreparedOperation,
  variables: Readonly<Record<string, unknown>>,
  { denied, decision }: Decided,
): Verdict {
  const { selections, deniedRoots } = prune(schema, document, definition, variables, denied);
  if (selections.length === 0) return { denied, deniedRoots, allowed: null, decision };
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
  const hash = createHash('sha256').update(source).digest('hex');
  return { denied, deniedRoots, allowed: { document: pruned, source, hash }, decision };
}

function variablesIn(selections: readonly SelectionNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  const note = ({ name }: VariableNode): void => {
    names.add(name.value);
  };
  for (const selection of selections) visit(selection, { Variable: note });
  return names;
}
