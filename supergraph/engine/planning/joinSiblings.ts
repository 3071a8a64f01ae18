import type { FetchNode, PlanNode, QueryPlanSelectionNode, ResponsePath } from '@apollo/query-planner';

/** A plan in which fetches that ask the same side by side have become one with several places. */
export type JoinedNode = { readonly kind: 'Sequence' | 'Parallel'; readonly nodes: readonly JoinedNode[] } | JoinedFetch;

/** A fetch, and the places in the answer whose entities it asks about; the root for a fetch of root fields. */
export interface JoinedFetch {
  readonly kind: 'Fetch';
  readonly fetch: FetchNode;
  readonly paths: readonly ResponsePath[];
}

/**
 * A planner asks for each place in the answer on its own: a document at two places costs two fetches, each followed by fetches of its own.
 * Of those that stand side by side and ask the same question in the same steps, one remains, for all their places.
 */
export function joinSiblings(node: PlanNode, at: ResponsePath = []): JoinedNode {
  switch (node.kind) {
    case 'Fetch':
      return { kind: 'Fetch', fetch: node, paths: [at] };
    case 'Flatten':
      return joinSiblings(node.node, [...at, ...node.path]);
    case 'Sequence':
      return { kind: 'Sequence', nodes: node.nodes.map((each) => joinSiblings(each, at)) };
    case 'Parallel':
      return together(node.nodes.map((each) => joinSiblings(each, at)));
    case 'Condition':
    case 'Defer':
      throw new TypeError('An operation is planned without conditions, and answered whole.');
  }
}

function together(nodes: readonly JoinedNode[]): JoinedNode {
  const joined: JoinedNode[] = [];
  const known = new Map<string, number>();
  for (const node of nodes) {
    const question = questionOf(node);
    const at = question === null ? undefined : known.get(question);
    const sibling = at === undefined ? undefined : joined[at];
    if (at === undefined || sibling === undefined) {
      if (question !== null) known.set(question, joined.length);
      joined.push(node);
    } else joined[at] = both(sibling, node);
  }
  const [only] = joined;
  return joined.length === 1 && only !== undefined ? only : { kind: 'Parallel', nodes: joined };
}

/** What a fetch of entities, or a sequence of such, asks; null for all else, which stays as it is. */
function questionOf(node: JoinedNode): string | null {
  if (node.kind === 'Sequence') {
    const steps = node.nodes.map(questionOf);
    return steps.includes(null) ? null : JSON.stringify(steps);
  }
  if (node.kind !== 'Fetch' || node.fetch.requires === undefined) return null;
  const { serviceName, operation, requires, inputRewrites, outputRewrites } = node.fetch;
  return JSON.stringify([serviceName, withoutName(operation), sorted(requires), inputRewrites, outputRewrites]);
}

/** Two that ask the same have the same shape. */
function both(a: JoinedNode, b: JoinedNode): JoinedNode {
  if (a.kind === 'Fetch' && b.kind === 'Fetch') return { ...a, paths: [...a.paths, ...b.paths] };
  if (a.kind !== 'Sequence' || b.kind !== 'Sequence') throw new TypeError('They do not ask the same.');
  return { kind: 'Sequence', nodes: a.nodes.map((node, i) => both(node, b.nodes[i] ?? node)) };
}

/** The planner numbers its fetches in their names. */
const withoutName = (operation: string): string => operation.replace(/^(query|mutation)\s+\w+/, '$1');

const sorted = (selections: readonly QueryPlanSelectionNode[]): readonly string[] => selections.map((each) => JSON.stringify(each)).sort();
