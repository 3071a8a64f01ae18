import { startTelemetry } from '@chancery/observability';
import {
  followFiles,
  gatewayAddressOf,
  gatewayFault,
  ListenFault,
  RefusedInProduction,
  readIdentity,
  readPublicCredentials,
  readRegistry,
  refuseInProduction,
  tlsFilesOf,
  tokenOptionsOf,
  watchCertificates,
} from '@chancery/trust';
import { LedgerFault, requireLedger } from './budget/requireLedger.ts';
import { reportFault } from './errors.ts';
import { readGraph } from './readGraph.ts';
import type { GraphText } from './servedGraph.ts';
import { readSettings } from './settings.ts';
import type { RunningGateway } from './startGateway.ts';

// Runs the gateway as this process, from its environment: PORT, CHANCERY_GATEWAY_HOST, CHANCERY_SERVICES and CHANCERY_IDENTITY (files), its certificate among services
// (CHANCERY_TLS_CERT, _KEY, _CA), that of its own port, if it is to speak TLS (CHANCERY_GATEWAY_TLS_CERT, _KEY; _CA to ask callers for theirs),
// whose tokens it believes (CHANCERY_OIDC_*), the graph that it serves (CHANCERY_GRAPH, a file; the committed one without), GATEWAY_DATABASE_URL,
// CHANCERY_PROFILE, and what settings.ts reads. Ends well on SIGTERM, SIGINT, and when the supervisor that started it is gone.
orRefused(() => refuseInProduction(process.env, [gatewayFault(process.env)]));
const address = orRefused(() => gatewayAddressOf(process.env));
const ledger = await requireLedger(process.env).catch(endRefused);
if (ledger.warning !== null) process.stderr.write(`${ledger.warning}\n`);
const identity = readIdentity(required('CHANCERY_IDENTITY'), tlsFilesOf(process.env));
watchCertificates();
const telemetry = startTelemetry({ service: identity.name });
// Apollo's gateway takes its tracer when it is loaded: telemetry must stand before.
const { startGateway } = await import('./startGateway.ts');
const graphFile = process.env.CHANCERY_GRAPH;
const started = Promise.withResolvers<RunningGateway>();
// What is put in the place of the file is served while operations run, also what came while this gateway was starting; what cannot be loaded is not.
const serveLater = (graph: GraphText): void =>
  void started.promise.then((gateway) => gateway.serve(graph)).catch((error: unknown) => reportFault(error, '-'));
const graph = graphFile ? followFiles([graphFile], () => readGraph(graphFile), serveLater) : {};
const gateway = await startGateway({
  identity,
  registry: readRegistry(required('CHANCERY_SERVICES')),
  port: Number(required('PORT')),
  address,
  tokens: orRefused(() => tokenOptionsOf(process.env)),
  tls: readPublicCredentials(process.env, 'CHANCERY_GATEWAY_TLS'),
  databaseUrl: ledger.url,
  settings: readSettings(process.env),
  ...graph,
}).catch(endRefused);
started.resolve(gateway);

let isStopping = false;
for (const word of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(word, () => void stop());
process.on('unhandledRejection', (error) => reportFault(error, '-'));

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  try {
    await gateway.close();
    await telemetry.shutdown();
    process.exit(0);
  } catch (error) {
    reportFault(error, '-');
    process.exit(1);
  }
}

/** What is refused in production, or wherever it is, is said in a sentence, and ends the process. */
function endRefused(error: unknown): never {
  if (!(error instanceof RefusedInProduction || error instanceof ListenFault || error instanceof LedgerFault)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

function orRefused<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    return endRefused(error);
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}
