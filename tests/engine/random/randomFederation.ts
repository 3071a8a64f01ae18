import { setImmediate } from 'node:timers/promises';
import { Tape } from '../../kit/random/tape.ts';
import { apolloSide } from '../sides/apolloSide.ts';
import { type EngineSide, engineSide, splicingSide } from '../sides/engineSide.ts';
import { composed, type Server, server } from '../sides/federation.ts';
import type { Answering } from '../sides/outcome.ts';
import { wholeSide } from '../sides/wholeSide.ts';
import type { Graph } from './graph.ts';
import { numberOf, type Troubles } from './madeUp.ts';
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
  readonly splicing: Answering & { readonly side: EngineSide };
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
  const servers = ({ part }: Truth) =>
    Object.fromEntries(Object.entries(sdls).map(([name, sdl]) => [name, atItsPace(server(sdl, part(name)), troubles.salt)]));
  const [forWhole, forApollo, forEngine, forSplicing] = [1, 2, 3, 4].map(() => truthOf(graph, troubles)) as [Truth, Truth, Truth, Truth];
  const apollo = await apolloSide(supergraphSdl, servers(forApollo));
  return {
    whole: { side: wholeSide(apollo.schema, forWhole.whole), commands: forWhole.commands },
    apollo: { side: apollo, commands: forApollo.commands },
    engine: { side: engineSide(supergraphSdl, servers(forEngine)), commands: forEngine.commands },
    splicing: { side: splicingSide(supergraphSdl, servers(forSplicing)), commands: forSplicing.commands },
  };
}

/** Which of two answers comes first is a matter of chance too. */
const atItsPace =
  (answer: Server, salt: number): Server =>
  async (operation, variables) => {
    for (let turns = numberOf(`${salt} ${operation}`) % 4; turns > 0; turns--) await setImmediate();
    return answer(operation, variables);
  };
