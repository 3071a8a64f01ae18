import { startTelemetry } from '@chancery/observability';
import {
  databaseFault,
  ListenFault,
  profileOf,
  RefusedInProduction,
  readIdentity,
  readRegistry,
  refuseInProduction,
  type ServiceRole,
  serviceAddressOf,
  tlsFilesOf,
  tokenOptionsOf,
  unconfirmedMsOf,
  watchCertificates,
} from '@chancery/trust';
import { excessOf } from '@chancery/trust/database';
import type { Database } from './database.ts';
import { type ServiceDefinition, startService } from './service.ts';
import { smallestGroupOf } from './smallestGroup.ts';
import { untilStopped } from './untilStopped.ts';

/** Services that carry out officials' commands, each by the official's own access token. §2.1 */
const takesCommands: readonly ServiceRole[] = ['perimeter', 'directory', 'exchange'];

/**
 * Runs a service as this process, from its environment: `PORT`, `CHANCERY_SERVICE_HOST`, `CHANCERY_SERVICES` and `CHANCERY_IDENTITY` (files), its certificate
 * (`CHANCERY_TLS_CERT`, `_KEY`, `_CA`), `<NAME>_DATABASE_URL`, `CHANCERY_PROFILE`, `CHANCERY_DUTIES_UNCONFIRMED_MS`, `CHANCERY_SMALLEST_GROUP`; one that carries
 * out officials' commands also whose access tokens it believes (`CHANCERY_OIDC_*`). Ends well on SIGTERM, SIGINT, and when the supervisor that
 * started it is gone.
 */
export async function runService<Db extends Database>(definition: ServiceDefinition<Db>): Promise<void> {
  try {
    const address = serviceAddressOf(process.env);
    const identity = readIdentity(required('CHANCERY_IDENTITY'), tlsFilesOf(process.env));
    const registry = readRegistry(required('CHANCERY_SERVICES'));
    const databaseUrl = await ownDatabase(`${identity.name.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`);
    const telemetry = startTelemetry({ service: identity.name });
    const profile = profileOf(process.env);
    const tokens = takesCommands.includes(definition.role) ? tokenOptionsOf(process.env) : undefined;
    const settings = {
      address,
      profile,
      tokens,
      dutiesUnconfirmedMs: unconfirmedMsOf(process.env),
      smallestGroup: smallestGroupOf(process.env),
      environment: process.env,
    };
    watchCertificates();
    const service = await startService(definition, { identity, registry, port: Number(required('PORT')), databaseUrl, ...settings });
    untilStopped(async () => {
      await service.close();
      await telemetry.shutdown();
    });
  } catch (error) {
    if (!(error instanceof RefusedInProduction || error instanceof ListenFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The URL of the service's database; in production over a way that is safe, and for a role that may no more than the service needs (§2.8). */
async function ownDatabase(variable: string): Promise<string> {
  const url = required(variable);
  refuseInProduction(process.env, [databaseFault(variable, url)]);
  if (profileOf(process.env) === 'production') {
    const excess = await excessOf(url);
    refuseInProduction(process.env, [excess && `the role in ${variable} ${excess}.`]);
  }
  return url;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}
