import { setImmediate } from 'node:timers/promises';
import { readSupergraph } from '@chancery/schema';
import { GraphQLError, type GraphQLFieldResolver, type GraphQLTypeResolver } from 'graphql';
import type { Place } from '../../../supergraph/engine/index.ts';
import { Institutions } from '../../../supergraph/gateway/sources/institutions.ts';
import { KindsSource, kindsInside } from '../../../supergraph/gateway/sources/kindsSource.ts';
import { PerimeterSource } from '../../../supergraph/gateway/sources/perimeterSource.ts';
import { readRoutes } from '../../../supergraph/gateway/sources/routes.ts';
import type { Source } from '../../../supergraph/gateway/sources/source.ts';
import { SubgraphSource } from '../../../supergraph/gateway/sources/subgraphSource.ts';
import type { Question, Reply } from '../../../supergraph/gateway/sources/transport.ts';
import { missing } from '../../../supergraph/gateway/sources/unavailable.ts';
import { planned } from '../../../supergraph/gateway/supergraphExecutor.ts';
import { publicGraph } from '../../kit/publicGraph.ts';
import { apolloSide } from '../sides/apolloSide.ts';
import { engineSide, splicingSide } from '../sides/engineSide.ts';
import type { Server } from '../sides/federation.ts';
import type { Answering } from '../sides/outcome.ts';
import { wholeSide } from '../sides/wholeSide.ts';
import { fieldOf, perimeters, serviceSchemas, stubServices } from './stubServices.ts';
import { StubTruth, type Thing } from './stubTruth.ts';

/** The gateway's own supergraph, answered by the engine, by Apollo's executor and by one server of the whole graph. */
export interface CircuitSides {
  readonly whole: Answering;
  readonly apollo: Answering;
  readonly engine: Answering;
  readonly splicing: Answering;
}

/** @param away services that do not answer; the one server of the whole graph always does */
export async function circuitSides(away: ReadonlySet<string> = new Set()): Promise<CircuitSides> {
  const supergraphSdl = readSupergraph();
  const schemas = serviceSchemas();
  const truth = new StubTruth(publicGraph(), Object.values(schemas));
  const log = { whole: [] as string[], apollo: [] as string[], engine: [] as string[], splicing: [] as string[] };
  const asInGateway = { placeOf: placeOf(supergraphSdl), missing };
  const engine = engineSide(planned(supergraphSdl), stubServices(schemas, truth, away, log.engine), asInGateway);
  const splicing = splicingSide(planned(supergraphSdl), stubServices(schemas, truth, away, log.splicing), asInGateway);
  const apollo = await apolloSide(planned(supergraphSdl), sources(supergraphSdl, stubServices(schemas, truth, away, log.apollo)));
  return {
    whole: { side: wholeSide(engine.schema, { field: routed(supergraphSdl, fieldOf(truth, log.whole)), type }), commands: log.whole },
    apollo: { side: apollo, commands: log.apollo },
    engine: { side: engine, commands: log.engine },
    splicing: { side: splicing, commands: log.splicing },
  };
}

const type: GraphQLTypeResolver<unknown, unknown> = (thing) => (thing as Thing).__typename;

/** As the gateway has them. */
export function placeOf(supergraphSdl: string): (subgraph: string) => Place {
  const routes = readRoutes(supergraphSdl);
  return (subgraph) => {
    if (subgraph === 'perimeter') return { kind: 'perimeters', routes, institutions };
    if (subgraph === 'kinds') return kindsInside(supergraphSdl);
    return { kind: 'server', server: subgraph, institution: perimeters[subgraph] !== undefined };
  };
}

/** The gateway's data sources for Apollo's executor: each answers for one subgraph. */
function sources(supergraphSdl: string, services: Readonly<Record<string, Server>>): Readonly<Record<string, Server>> {
  const transport = {
    ask: async (service: string, { query, variables }: Question): Promise<Reply> =>
      (await services[service]?.(query, JSON.stringify(variables))) as Reply,
  };
  const asServer =
    (source: Source): Server =>
    async (query, variables) => {
      const question = { query, variables: JSON.parse(variables), operationName: undefined };
      const commission = { caller: null, record: '', operation: null, token: null, documents: new Set<string>() };
      const { data = null, errors = [] } = await source.fetch({ question, commission, isInList: false });
      return { data, errors };
    };
  return {
    perimeter: asServer(new PerimeterSource(readRoutes(supergraphSdl), institutions, transport)),
    kinds: asServer(new KindsSource(supergraphSdl)),
    ...Object.fromEntries(
      Object.keys(services).map((name) => [name, asServer(new SubgraphSource(name, perimeters[name] !== undefined, transport))]),
    ),
  };
}

/** The copy of the directory knows most institutions; one it has to look up. */
const institutions = new Institutions({
  institution: (code: string) => (code === 'LIC' ? undefined : answererOf(code)),
  findInstitution: async (code: string) => {
    await setImmediate();
    return answererOf(code);
  },
} as never);

function answererOf(code: string): { readonly server: string } | undefined {
  const [server] = Object.entries(perimeters).find(([, codes]) => codes.includes(code)) ?? [];
  return server === undefined ? undefined : { server };
}

/** One server of the whole graph refuses what no perimeter would be asked for. */
function routed(supergraphSdl: string, field: GraphQLFieldResolver<Thing | undefined, unknown>): GraphQLFieldResolver<unknown, unknown> {
  const routes = readRoutes(supergraphSdl);
  const lookedUp = async (field: string, route: string, args: unknown): Promise<void> => {
    try {
      await institutions.ofRoot(field, route, valueAt(args, route.split('.')));
    } catch (error) {
      throw new GraphQLError(missing(error, [], null).message);
    }
  };
  return (source, args, context, info) => {
    const route = source === undefined ? routes.get(info.fieldName) : undefined;
    const answer = () => field(source as Thing | undefined, args, context, info);
    // Only what is waited for is a promise: of several that fail at once graphql-js leaves some unheard.
    return route === undefined ? answer() : lookedUp(info.fieldName, route, args).then(answer);
  };
}

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>)[key] : undefined),
    value,
  );
