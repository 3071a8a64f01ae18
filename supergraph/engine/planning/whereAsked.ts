import type { Operation, Selection } from '@apollo/federation-internals';
import type { Edge, QueryGraph } from '@apollo/query-graphs';
import type { QueryPlanner } from '@apollo/query-planner';

/**
 * Apollo's planner begins at every subgraph that has a root, and for a command at every one of them for each of them again: planning would
 * grow with the square of the number of institutions. Nothing can come of a subgraph that has none of the fields asked for at the root, so
 * that it need not begin there; plans are the same, one by one.
 */
export class WhereAsked {
  /** By the kind of operation and the name of a root field: the ways from the root into those subgraphs that have it. */
  readonly #owners: ReadonlyMap<string, ReadonlyMap<string, readonly Edge[]>>;
  /** Where the operation begins that is planned now. */
  #here: readonly Edge[] | null = null;

  constructor(planner: QueryPlanner) {
    // It is private to the planner, whose version is pinned.
    const graph: QueryGraph | undefined = Reflect.get(planner, 'federatedQueryGraph');
    if (graph === undefined) throw new TypeError("The planner's graph is not where it was.");
    const roots = new Set<unknown>(graph.roots());
    const all = graph.outEdges.bind(graph);
    this.#owners = new Map(graph.roots().map((root) => [root.rootKind, byField(all(root), all)]));
    graph.outEdges = (vertex, ...which) => (roots.has(vertex) && this.#here !== null ? this.#here : all(vertex, ...which));
  }

  /** Plans it, beginning only where something of it can be asked. */
  during<Made>(operation: Operation, plan: () => Made): Made {
    const owners = this.#owners.get(operation.rootKind);
    const edges = new Set(namesIn(operation.selectionSet.selections()).flatMap((name) => owners?.get(name) ?? []));
    // In the planner's own order: of plans that cost the same it takes the first. Of nothing but `__typename`, any subgraph knows.
    this.#here = edges.size === 0 ? null : [...edges].sort((a, b) => a.index - b.index);
    try {
      return plan();
    } finally {
      this.#here = null;
    }
  }
}

function byField(entrances: readonly Edge[], outOf: (vertex: Edge['tail']) => readonly Edge[]): ReadonlyMap<string, readonly Edge[]> {
  const owners = new Map<string, Edge[]>();
  for (const entrance of entrances)
    for (const { transition } of outOf(entrance.tail)) {
      if (transition.kind !== 'FieldCollection' || transition.definition.name === '__typename') continue;
      const known = owners.get(transition.definition.name);
      if (known === undefined) owners.set(transition.definition.name, [entrance]);
      else known.push(entrance);
    }
  return owners;
}

const namesIn = (selections: readonly Selection[]): readonly string[] =>
  selections.flatMap((each) => (each.kind === 'FieldSelection' ? [each.element.name] : namesIn(each.selectionSet.selections())));
