import { startTelemetry } from '@chancery/observability';
import { readIdentity, readRegistry, tlsFilesOf, tokenOptionsOf } from '@chancery/trust';
import type { Database } from './database.ts';
import { type ServiceDefinition, startService } from './service.ts';
import { untilStopped } from './untilStopped.ts';

/**
 * Runs a service as this process, from its environment: `PORT`, `CHANCERY_SERVICES` and `CHANCERY_IDENTITY` (files), its certificate
 * (`CHANCERY_TLS_CERT`, `_KEY`, `_CA`), `<NAME>_DATABASE_URL`; a perimeter also whose access tokens it believes (`CHANCERY_OIDC_*`). Ends well on SIGTERM, SIGINT, and when the supervisor that started it is gone.
 */
export async function runService<Db extends Database>(definition: ServiceDefinition<Db>): Promise<void> {
  const identity = readIdentity(required('CHANCERY_IDENTITY'), tlsFilesOf(process.env));
  const registry = readRegistry(required('CHANCERY_SERVICES'));
  const telemetry = startTelemetry({ service: identity.name });
  const service = await startService(definition, {
    identity,
    registry,
    port: Number(required('PORT')),
    databaseUrl: required(`${identity.name.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`),
    tokens: definition.role === 'perimeter' ? tokenOptionsOf(process.env) : undefined,
  });
  untilStopped(async () => {
    await service.close();
    await telemetry.shutdown();
  });
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}
