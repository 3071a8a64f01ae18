import { type DirectoryCopy, type ServiceRegistry, Unreachable } from '@chancery/trust';
import type { AtHand, StandIn } from '../../engine/index.ts';
import type { EngineParts } from '../engineExecutor.ts';
import { reportFault } from '../errors.ts';
import { Institutions } from './institutions.ts';
import { kindsInside } from './kindsSource.ts';
import { readRoutes } from './routes.ts';
import type { Transport } from './transport.ts';
import { missing } from './unavailable.ts';

const mostNoted = 1_000;

/** What the catalogue keeps of documents, for when their institutions do not answer (§1.8). */
const catalogue: StandIn = {
  type: 'Document',
  server: 'catalogue',
  field: 'cards',
  fields:
    'institution { __typename code } kind status access title documentDate outgoingNumber origin declaredNumber jointInstitutions { __typename code }',
  most: 1_000,
};

/** What the gateway's copy of the directory tells; who has left is known to the directory alone. */
const inCopy = (directory: DirectoryCopy): readonly AtHand[] => [
  {
    type: 'Institution',
    key: 'code',
    fields: ['code', 'name'],
    find: (code) => (directory.isRecent ? directory.institution(code) : undefined),
  },
  {
    type: 'Official',
    key: 'id',
    fields: ['id', 'name'],
    find: (id) => (directory.isRecent ? directory.official(id) : undefined),
  },
];

/** Where a compiled plan asks: the perimeters, the gateway itself for `kinds`, and services of their subgraphs' names. */
export function placesOf(supergraphSdl: string, registry: ServiceRegistry, directory: DirectoryCopy, transport: Transport): EngineParts {
  const routes = readRoutes(supergraphSdl);
  const institutions = new Institutions(directory);
  const atHand = inCopy(directory);
  const isInstitution = (service: string): boolean => registry.find(service)?.role === 'perimeter';
  return {
    placeOf(subgraph) {
      if (subgraph === 'perimeter') return { kind: 'perimeters', routes, institutions, standIn: catalogue };
      if (subgraph === 'kinds') return kindsInside(supergraphSdl);
      if (subgraph === 'directory') return { kind: 'server', server: subgraph, institution: false, atHand };
      return { kind: 'server', server: subgraph, institution: isInstitution(subgraph) };
    },
    wire: transport,
    // A command of a kind names no document yet: it goes to the caller's own institution.
    missing: (error, path, institution, { caller }) =>
      missing(
        error,
        path,
        institution ?? (error instanceof Unreachable && isInstitution(error.service) ? (caller?.institution ?? null) : null),
      ),
    noteFault: (error) => reportFault(error, '-'),
    noteDocument(id, { documents }) {
      if (documents.size < mostNoted) documents.add(id);
    },
  };
}
