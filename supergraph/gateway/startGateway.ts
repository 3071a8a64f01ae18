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
import { exportsEndpoint } from './files/exportsEndpoint.ts';
import type { FileDesk } from './files/filePassage.ts';
import { filesEndpoint } from './files/filesEndpoint.ts';
import { endpoints } from './http/endpoints.ts';
import { serve } from './http/server.ts';
import { loadGraph } from './loadGraph.ts';
import { type GraphText, ServedGraph } from './servedGraph.ts';
import { type Settings, usualSettings } from './settings.ts';
import { type SeesToken, Transport } from './sources/transport.ts';
import { pursesFor } from './stages/admit.ts';

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
  const place = identity.name;
  const parts = { registry, transport, tokens, directory, desk, budgets, settings, place };
  const served = new ServedGraph((graph) => loadGraph(graph, parts), settings.deadlineMs + settings.drainMs);
  await served.serve({ supergraphSdl, operations });
  void directory.start();

  const transfers = new Transfers(identity, registry);
  const decisions: FileDesk['decisions'] = {
    of: (...asked) => served.decisions.of(...asked),
    stopped: (...asked) => served.decisions.stopped(...asked),
  };
  const exporterOf: FileDesk['exporterOf'] = (owner) => registry.ofRole(owner)[0]?.name ?? owner;
  const fileDesk = { tokens, directory, decisions, budgets, desk, pursesOf: pursesFor(settings), exporterOf, place };
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
