import type { DirectoryCopy, ServiceRegistry } from '@chancery/trust';
import { Institutions } from './institutions.ts';
import { KindsSource } from './kindsSource.ts';
import { PerimeterSource } from './perimeterSource.ts';
import { readRoutes } from './routes.ts';
import type { Source } from './source.ts';
import { SubgraphSource } from './subgraphSource.ts';
import type { Transport } from './transport.ts';

/** Who answers for each subgraph of a supergraph: the perimeters, the gateway itself for `kinds`, and services of the subgraph's name. */
export function sourcesOf(
  supergraphSdl: string,
  registry: ServiceRegistry,
  directory: DirectoryCopy,
  transport: Transport,
): (subgraph: string) => Source {
  const routes = readRoutes(supergraphSdl);
  const institutions = new Institutions(directory);
  return (subgraph) => {
    if (subgraph === 'perimeter') return new PerimeterSource(routes, institutions, transport);
    if (subgraph === 'kinds') return new KindsSource(supergraphSdl);
    return new SubgraphSource(subgraph, registry.find(subgraph)?.role === 'perimeter', transport);
  };
}
