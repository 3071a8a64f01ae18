import { databaseVariable, type ServiceName } from '../services.ts';
import { compileCache } from './compiled.ts';
import { certificateFiles, type Home, keyFile } from './home.ts';

/**
 * The environment of a service's process: the supervisor's own without other services' databases, and what the service
 * needs to know. A perimeter never learns where another's data are.
 */
export function environmentOf(
  name: ServiceName,
  { home, port, databaseUrl, given }: { home: Home; port: number; databaseUrl: string; given: NodeJS.ProcessEnv },
): NodeJS.ProcessEnv {
  const tls = certificateFiles(home, name);
  const inherited = Object.fromEntries(Object.entries(given).filter(([variable]) => !/_DATABASE_URL$/.test(variable)));
  return {
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: compileCache(home),
    // One arena for each thread would keep memory that nobody uses (glibc).
    MALLOC_ARENA_MAX: '2',
    ...inherited,
    PORT: String(port),
    CHANCERY_SERVICES: home.services,
    CHANCERY_IDENTITY: keyFile(home, name),
    CHANCERY_TLS_CERT: tls.cert,
    CHANCERY_TLS_KEY: tls.key,
    CHANCERY_TLS_CA: tls.ca,
    ...(name === 'gateway' ? { CHANCERY_JWKS: home.jwks } : {}),
    [databaseVariable(name)]: databaseUrl,
  };
}
