import { Tape } from '../../kit/random/tape.ts';
import { apolloSide } from '../sides/apolloSide.ts';
import { engineSide } from '../sides/engineSide.ts';
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
  readonly engine: Answering;
}

export interface Answering {
  readonly side: Side;
  readonly truth: Truth;
}

export async function randomFederation(choices: readonly number[]): Promise<RandomFederation> {
  const tape = new Tape(choices);
  const troubles: Troubles = { salt: tape.below(1000), nulls: tape.one([100, 0, 250]), faults: tape.one([0, 20, 80]) };
  const graph = randomGraph(tape);
  const sdls = Object.fromEntries(graph.subgraphs.map((subgraph) => [subgraph, sdlOf(graph, subgraph)]));
  const composition = composed(sdls);
  if ('faults' in composition) return { graph, sdls, sides: null, faults: composition.faults };
  return { graph, sdls, sides: await sidesOf(graph, sdls, composition.supergraphSdl, troubles), faults: [] };
}

async function sidesOf(graph: Graph, sdls: RandomFederation['sdls'], supergraphSdl: string, troubles: Troubles): Promise<Sides> {
  const servers = ({ part }: Truth) => Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, server(sdl, part(name))]));
  const [forWhole, forApollo, forEngine] = [truthOf(graph, troubles), truthOf(graph, troubles), truthOf(graph, troubles)];
  const apollo = await apolloSide(supergraphSdl, servers(forApollo));
  return {
    whole: { side: wholeSide(apollo.schema, forWhole.whole), truth: forWhole },
    apollo: { side: apollo, truth: forApollo },
    engine: { side: engineSide(supergraphSdl, servers(forEngine)), truth: forEngine },
  };
}
