import type { Cards } from '../cards/cards.ts';
import type { TypeNames } from '../data/typeNames.ts';
import type { Place } from '../place.ts';
import type { JoinedFetch, JoinedNode } from '../planning/joinSiblings.ts';
import type { Questions } from '../post/recall.ts';
import { entitiesStep } from './entitiesStep.ts';
import { insideStep } from './insideStep.ts';
import { perimeterRootsStep } from './perimeterRootsStep.ts';
import { rootsStep } from './rootsStep.ts';
import { atOnce, inTurn, type Step } from './step.ts';

/** What compiling a plan needs to know of its supergraph. */
export interface Graph {
  readonly types: TypeNames;
  readonly placeOf: (subgraph: string) => Place;
  /** What may stand in for the perimeters' entities; null for commands, which only their owners answer. */
  readonly cards: Cards | null;
  /** All that the plan asks about entities, as it is compiled. */
  readonly questions: Questions;
}

/** A plan as functions: what can be known before anybody asks is worked out here, once. */
export function programOf(node: JoinedNode, graph: Graph): Step {
  switch (node.kind) {
    case 'Sequence':
      return inTurn(node.nodes.map((each) => programOf(each, graph)));
    case 'Parallel':
      return atOnce(node.nodes.map((each) => programOf(each, graph)));
    case 'Fetch':
      return fetchStep(node, graph);
  }
}

function fetchStep(node: JoinedFetch, graph: Graph): Step {
  const place = graph.placeOf(node.fetch.serviceName);
  const isOfEntities = node.fetch.requires !== undefined;
  if (place.kind === 'inside') return insideStep(node, graph, place);
  if (isOfEntities) return entitiesStep(node, graph, place);
  return place.kind === 'perimeters' ? perimeterRootsStep(node, graph, place) : rootsStep(node, graph, place);
}
