import { ruleBundle } from '@chancery/policy';
import { readSupergraph, type TrustedOperation } from '@chancery/schema';
import {
  AccessTokens,
  type Credentials,
  DirectoryCopy,
  type PublicMaterial,
  ServiceClient,
  type ServiceIdentity,
  type ServiceRegistry,
  type ServiceRole,
  type TokenOptions,
  Transfers,
} from '@chancery/trust';
import { AuditDesk } from './auditDesk.ts';
import { Budgets } from './budget/budgets.ts';
import { openLedger } from './budget/ledger.ts';
import { Tariff } from './cost/tariff.ts';
import { exportsEndpoint } from './files/exportsEndpoint.ts';
import type { FileDesk } from './files/filePassage.ts';
import { filesEndpoint } from './files/filesEndpoint.ts';
import { endpoints } from './http/endpoints.ts';
import { serve } from './http/server.ts';
import { Decisions } from './operation/decisions.ts';
import { Preparation } from './operation/prepare.ts';
import { TrustedOperations } from './operation/trustedOperations.ts';
import type { Stage } from './passage.ts';
import { type GraphText, type LoadedGraph, ServedGraph } from './servedGraph.ts';
import { type Settings, usualSettings } from './settings.ts';
import { placesOf } from './sources/places.ts';
import { sourcesOf } from './sources/sources.ts';
import { type SeesToken, Transport } from './sources/transport.ts';
import { admit, pursesFor } from './stages/admit.ts';
import { authenticate } from './stages/authenticate.ts';
import { authorise } from './stages/authorise.ts';
import { closeRecord } from './stages/closeRecord.ts';
import { execute } from './stages/execute.ts';
import { limit } from './stages/limit.ts';
import { openRecord } from './stages/openRecord.ts';
import { prepare } from './stages/prepare.ts';
import { project } from './stages/project.ts';
import { respond } from './stages/respond.ts';
import { weigh } from './stages/weigh.ts';
import { loadSupergraph, planned, type SupergraphExecutor } from './supergraphExecutor.ts';

/** Where the gateway runs, as whom, and whose tokens it takes. */
export interface GatewayOptions {
  readonly identity: ServiceIdentity;
  readonly registry: ServiceRegistry;
  /** 0 takes any free port. */
  readonly port: number;
  /** At which of the machine's addresses its own port listens; loopback when left out. */
  readonly address?: string;
  /** Whose tokens are believed. */
  readonly tokens: TokenOptions;
  /** The certificate of its own port; plain HTTP without one. */
  readonly tls?: Credentials<PublicMaterial> | undefined;
  /** The committed one unless given. */
  readonly supergraphSdl?: string;
  /** The operations that are published for it: those of the committed supergraph unless given. §1.6 */
  readonly operations?: readonly TrustedOperation[] | undefined;
  /** The gateways' database, in which they count together; without one each counts for itself. */
  readonly databaseUrl?: string;
  /** What is not given is as usual. */
  readonly settings?: Partial<Settings>;
}

/** A gateway that answers, at `${url}/graphql`. */
export interface RunningGateway {
  readonly name: string;
  readonly url: string;
  /** Serves another graph from now on, and drops no operation over it. Throws where it cannot be loaded: then the one before is served on. */
  serve(graph: GraphText): Promise<void>;
  close(): Promise<void>;
}

/** Services to which officials of every institution give commands. */
const checksTokens: readonly (ServiceRole | undefined)[] = ['directory', 'exchange'];

/** Starts a gateway in this process. It answers before other services do: what is away is missing in its answers. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { identity, registry, port, address, tls, supergraphSdl = readSupergraph(), operations, databaseUrl } = options;
  const settings = { ...usualSettings, ...options.settings };
  const tokens = new AccessTokens(options.tokens);
  await tokens.prepare();
  const client = new ServiceClient(identity, registry);
  const directory = new DirectoryCopy(client, { unconfirmedMs: settings.dutiesUnconfirmedMs });
  // The caller's own perimeter, the directory and the exchange check it, and the exchange carries it to the perimeter.
  const seesToken: SeesToken = (service, { institution }) =>
    directory.institution(institution)?.server === service || checksTokens.includes(registry.find(service)?.role);
  const transport = new Transport(identity, registry, { seesToken, limits: settings.services });
  const desk = new AuditDesk(client);
  const budgets = new Budgets(databaseUrl === undefined ? null : openLedger(databaseUrl));
  const load = async (graph: GraphText): Promise<LoadedGraph> => {
    const plannedSdl = planned(graph.supergraphSdl);
    const engine = settings.engine === 'apollo' ? 'apollo' : placesOf(plannedSdl, registry, directory, transport);
    const supergraph = await loadSupergraph(plannedSdl, sourcesOf(plannedSdl, registry, directory, transport), engine);
    const decisions = new Decisions(ruleBundle(graph.supergraphSdl, supergraph.schema));
    const tariff = new Tariff(supergraph.schema, plannedSdl);
    const place = identity.name;
    const parts = { ...supergraph, operations: graph.operations, decisions, tokens, directory, desk, budgets, tariff, settings, place };
    return { stages: pipeline(parts), decisions, close: supergraph.close };
  };
  const served = new ServedGraph(load, settings.deadlineMs + settings.drainMs);
  await served.serve({ supergraphSdl, operations });
  void directory.start();

  const transfers = new Transfers(identity, registry);
  const decisions: FileDesk['decisions'] = {
    of: (...asked) => served.decisions.of(...asked),
    stopped: (...asked) => served.decisions.stopped(...asked),
  };
  const exporterOf: FileDesk['exporterOf'] = (owner) => registry.ofRole(owner)[0]?.name ?? owner;
  const fileDesk = { tokens, directory, decisions, budgets, desk, pursesOf: pursesFor(settings), exporterOf, place: identity.name };
  const streams = new Map([
    ['/files', filesEndpoint(fileDesk, transfers, settings.corsOrigins)],
    ['/exports', exportsEndpoint(fileDesk, transfers, settings.corsOrigins)],
  ]);
  const { sockets, drainMs } = settings;
  const server = await serve(port, endpoints(served, settings), { sockets, drainMs, address, tls, streams });
  const close = async (): Promise<void> => {
    await server.close();
    transfers.close();
    directory.stop();
    await desk.close();
    await Promise.all([served.close(), transport.close(), client.close(), budgets.close()]);
  };
  return { name: identity.name, url: server.url, serve: (graph) => served.serve(graph), close };
}

/** What happens to an operation, in the order in which it happens. `correlate` comes before it, around the HTTP request. */
export function pipeline({
  schema,
  execute: run,
  warm,
  isPlanned,
  operations,
  decisions,
  tokens,
  directory,
  desk,
  budgets,
  tariff,
  settings,
  place,
}: Parts): readonly Stage[] {
  const preparation = new Preparation(schema);
  const trusted = new TrustedOperations(preparation, operations);
  warm(trusted.all);
  const { profile, deadlineMs, publicClients } = settings;
  const pursesOf = pursesFor(settings);
  return [
    authenticate(tokens, directory), //                               who asks
    admit(trusted, preparation, budgets, publicClients, pursesOf), // whether he may ask this now
    prepare(preparation), //                                          what is asked
    limit(), //                                                       how much may be asked at once
    authorise(schema, decisions, profile), //                         what of it this caller may ask
    weigh(tariff, isPlanned, trusted, budgets, settings, pursesOf), // what that may cost
    openRecord(desk, { place, directory }), //                        what will be done is on record
    execute(run, deadlineMs), //                                      planned and fetched
    project(schema), //                                               what was denied is null, and says why
    closeRecord(desk, { place, directory }, decisions), //            how it ended is on record
    respond(profile), //                                              what leaves
  ];
}

/** What the stages of a gateway are made from. */
interface Parts extends SupergraphExecutor {
  readonly operations?: readonly TrustedOperation[] | undefined;
  readonly decisions: Decisions;
  readonly tokens: AccessTokens;
  readonly directory: DirectoryCopy;
  readonly desk: AuditDesk;
  readonly budgets: Budgets;
  readonly tariff: Tariff;
  readonly settings: Settings;
  readonly place: string;
}
