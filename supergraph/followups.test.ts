import { Supergraph } from '@apollo/federation-internals';
import { buildFederatedQueryGraph, type Edge } from '@apollo/query-graphs';
import { readSupergraph } from '@chancery/schema';
import { expect, test } from 'vitest';
import { followupsAtOnce } from './followups.ts';
import { planned } from './gateway/supergraphExecutor.ts';

const graph = buildFederatedQueryGraph(Supergraph.build(planned(readSupergraph())), true);
const placesOf = (edges: readonly Edge[]): readonly string[] => edges.map(({ head, index }) => `${head.index}.${index}`);

test('for every way of the exchange’s graph, the ways that go on are those that Apollo finds when it builds a graph', () => {
  const atOnce = followupsAtOnce(graph);
  const edges = [...graph.allEdges()].filter((edge) => !edge.isKeyOrRootTypeEdgeToSelf());
  const kinds = new Set(edges.map(({ transition }) => transition.kind));

  expect([...kinds]).toEqual(
    expect.arrayContaining(['KeyResolution', 'RootTypeResolution', 'SubgraphEnteringTransition', 'FieldCollection']),
  );
  for (const edge of edges) expect(placesOf(graph.nonTrivialFollowupEdges(edge))).toEqual(placesOf(atOnce(edge)));
});

test('they are found out when they are asked for', () => {
  expect(graph.nonTrivialFollowupEdges.toString()).not.toBe(followupsAtOnce(graph).toString());
});
