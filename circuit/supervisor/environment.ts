import { allServices, databaseVariable } from '../services.ts';
import { compileCache } from './compiled.ts';
import { certificateFiles, fileKeysFile, filesFolder, type Home, keyFile, keyringFile } from './home.ts';

const others = /_DATABASE_URL$|^CHANCERY_SERVICE_HOST$/;

/** Where a service's process runs. */
export interface Surroundings {
  readonly home: Home;
  readonly port: number;
  readonly databaseUrl: string;
  /** The URL of the embedded issuer; undefined where the supervisor's own environment names another. */
  readonly issuer: string | undefined;
  /** The supervisor's own environment. */
  readonly given: NodeJS.ProcessEnv;
}

/**
 * The environment of a service's process: the supervisor's own without other services' databases, and what the service
 * needs to know. A perimeter never learns where another's data are, and services of one machine ask each other over loopback.
 */
export function environmentOf(name: string, { home, port, databaseUrl, issuer, given }: Surroundings): NodeJS.ProcessEnv {
  const tls = certificateFiles(home, name);
  const inherited = Object.fromEntries(Object.entries(given).filter(([variable]) => !others.test(variable)));
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
    ...(name === 'gateway' ? { CHANCERY_GRAPH: home.graph } : {}),
    // The embedded issuer's certificate comes from the authority that services know each other by.
    ...(issuer === undefined ? {} : { CHANCERY_OIDC_ISSUER: issuer, CHANCERY_OIDC_CA: tls.ca }),
    ...(name === 'issuer' ? { CHANCERY_ISSUER_KEYS: keyringFile(home) } : {}),
    ...filesOf(name, home, given),
    [databaseVariable(name)]: databaseUrl,
  };
}

/** Where a perimeter keeps files, and under which keys; an operator may name other folders (`CHANCERY_FILES_FOLDER`, `CHANCERY_FILE_KEYS_FOLDER`). */
function filesOf(name: string, home: Home, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (!allServices().some((row) => row.name === name && row.role === 'perimeter')) return {};
  return { CHANCERY_FILES_FOLDER: filesFolder(home, name, given), CHANCERY_FILE_KEYS: fileKeysFile(home, name, given) };
}
