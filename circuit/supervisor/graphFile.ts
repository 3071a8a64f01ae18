import { readSupergraph, trustedOperations } from '@chancery/schema';
import type { GraphText } from '@chancery/supergraph';
import { writeWhole } from './files.ts';
import type { Home } from './home.ts';

/** Tells the gateway of a circuit which graph to serve: it takes it up within moments. */
export const writeGraph = (home: Home, { supergraphSdl, operations }: GraphText): void =>
  writeWhole(home.graph, JSON.stringify({ supergraphSdl, operations }));

/** The graph as it is committed. */
export const committedGraph = (): GraphText => ({ supergraphSdl: readSupergraph(), operations: trustedOperations() });
