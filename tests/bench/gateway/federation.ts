import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/**
 * The subgraphs that every gateway of the bench has, ours included. They are Chancery's in words and shape, but for what other gateways
 * cannot do: cards come from one subgraph, not from each institution's perimeter.
 */
export const subgraphs = ['directory', 'documents', 'exchange', 'audit', 'justice', 'finance', 'health', 'hosted'] as const;

export type Subgraph = (typeof subgraphs)[number];

/** Those that are an institution's. */
export const ofInstitutions: readonly Subgraph[] = ['justice', 'finance', 'health', 'hosted'];

/** What a subgraph says it is, as Federation 2 writes it. */
export const sdlOf = (subgraph: Subgraph): string => readFileSync(new URL(`./federation/${subgraph}.graphql`, import.meta.url), 'utf8');

/** Composed by Apollo's own composition: the same supergraph for everyone, with the address of each subgraph in it. */
export function composeSupergraph(addressOf: (subgraph: Subgraph) => string): string {
  const { supergraphSdl, errors = [] } = composeServices(
    subgraphs.map((name) => ({ name, url: addressOf(name), typeDefs: parse(sdlOf(name)) })),
  );
  if (supergraphSdl === undefined)
    throw new Error(`The bench's federation does not compose: ${errors.map(({ message }) => message).join(' ')}`);
  return supergraphSdl;
}
