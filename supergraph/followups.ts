import { createRequire } from 'node:module';
import type { Edge, QueryGraph } from '@apollo/query-graphs';

// Apollo's graphs find out for every way, when they are built, by which ways it makes sense to go on. Between the roots of N subgraphs there are
// N × N ways, each with N that go on: over 200 institutions that was half of all that a planner took to load, and most of composition. Here it is
// found out for a way when somebody goes it, which for nearly all of them is never.

/** By which ways it makes sense to go on after one: not by the same key again, and not from root to root. */
function followups(edge: Edge, all: readonly Edge[]): readonly Edge[] {
  switch (edge.transition.kind) {
    case 'KeyResolution':
      return all.filter((next) => next.transition.kind !== 'KeyResolution' || !haveSameConditions(edge, next));
    case 'RootTypeResolution':
    case 'SubgraphEnteringTransition':
      return all.filter((next) => next.transition.kind !== 'RootTypeResolution');
    default:
      return all;
  }
}

const haveSameConditions = (one: Edge, other: Edge): boolean =>
  one.conditions === undefined ? other.conditions === undefined : other.conditions !== undefined && one.conditions.equals(other.conditions);

function followupsWhenGone(graph: QueryGraph): (edge: Edge) => readonly Edge[] {
  const known = new Map<Edge, readonly Edge[]>();
  return (edge) => {
    const before = known.get(edge);
    if (before !== undefined) return before;
    const found = followups(edge, graph.outEdges(edge.tail));
    known.set(edge, found);
    return found;
  };
}

/** How a graph finds them out. */
type Followups = typeof followupsWhenGone;

// Private to a package whose version is pinned.
const precomputing: { preComputeNonTrivialFollowupEdges: Followups } = createRequire(import.meta.url)(
  '@apollo/query-graphs/dist/nonTrivialEdgePrecomputing.js',
);
if (precomputing.preComputeNonTrivialFollowupEdges === undefined) throw new TypeError("Apollo's graphs find out otherwise where to go on.");

/** As Apollo does it: what must come out. */
export const followupsAtOnce: Followups = precomputing.preComputeNonTrivialFollowupEdges;
precomputing.preComputeNonTrivialFollowupEdges = followupsWhenGone;
