import { Tape } from '../../kit/random/tape.ts';
import { apolloSide } from '../sides/apolloSide.ts';
import { composed, server } from '../sides/federation.ts';
import type { Side } from '../sides/side.ts';
import { wholeSide } from '../sides/wholeSide.ts';
import type { Graph } from './graph.ts';
import type { Troubles } from './madeUp.ts';
import { randomGraph } from './randomGraph.ts';
import { sdlOf } from './sdl.ts';
import { type Truth, truthOf } from './truth.ts';

/** A random federation with all who answer for it. */
/** What a federation and operations on it are made of. */
export interface RandomCase {
  readonly federation: readonly number[];
  readonly operations: readonly (readonly number[])[];
}

export interface RandomFederation {
  readonly graph: Graph;
  readonly sdls: Readonly<Record<string, string>>;
  /** Null where it does not compose, for these faults. */
  readonly sides: Sides | null;
  readonly faults: readonly string[];
}

/** Each side with a truth of its own, so that each has its own list of commands. */
export interface Sides {
  readonly whole: Answering;
  readonly apollo: Answering;
}

export interface Answering {
  readonly side: Side;
  readonly truth: Truth;
}

export async function randomFederation(choices: readonly number[]): Promise<RandomFederation> {
  const tape = new Tape(choices);
  const troubles: Troubles = { salt: tape.below(1000), nulls: tape.one([100, 0, 250]), faults: tape.one([0, 10, 40]) };
  const graph = randomGraph(tape);
  const sdls = Object.fromEntries(graph.subgraphs.map((subgraph) => [subgraph, sdlOf(graph, subgraph)]));
  const composition = composed(sdls);
  if ('faults' in composition) return { graph, sdls, sides: null, faults: composition.faults };
  const servers = ({ part }: Truth) => Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, server(sdl, part(name))]));
  const [whole, apollo] = [truthOf(graph, troubles), truthOf(graph, troubles)];
  const side = await apolloSide(composition.supergraphSdl, servers(apollo));
  const sides = { whole: { side: wholeSide(side.schema, whole.whole), truth: whole }, apollo: { side, truth: apollo } };
  return { graph, sdls, sides, faults: [] };
}
