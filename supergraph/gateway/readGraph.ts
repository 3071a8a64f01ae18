import { readFileSync } from 'node:fs';
import type { GraphText } from './servedGraph.ts';

/** Reads the file that holds the graph of a circuit: supergraph and published operations in one, so that nobody sees them apart. Throws where it is not that. */
export function readGraph(file: string): GraphText {
  const { supergraphSdl, operations }: Partial<GraphText> = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof supergraphSdl !== 'string' || !Array.isArray(operations)) throw new Error(`${file} holds no graph.`);
  return { supergraphSdl, operations };
}
