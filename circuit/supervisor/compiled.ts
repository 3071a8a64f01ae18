import { spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allServices, issuerRow } from '../services.ts';
import { type Home, repository } from './home.ts';
import { heap } from './serviceProcess.ts';

const sources = ['{domain,policy,schema,observability,trust,supergraph,circuit}/**/*.ts', 'subgraphs/**/*.ts', 'package-lock.json'];

/** The folder of compiled code that every process of ours uses. */
export const compileCache = (home: Home): string => process.env.NODE_COMPILE_CACHE ?? home.cache;

/** Whether the compiled code was made from the sources as they are now. */
export function isCompiled(home: Home): boolean {
  const stamp = stampOf(home);
  if (readText(stamp) !== heap.join(' ')) return false;
  const newest = globSync(sources, { cwd: repository, exclude: ['**/node_modules', '**/*.test.ts'] })
    .map((file) => statSync(resolve(repository, file), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .reduce((a, b) => Math.max(a, b), 0);
  return statSync(stamp).mtimeMs > newest;
}

/**
 * Compiles all services' code once, in one process that then ends. Ten processes that find no compiled code would each load
 * the TypeScript compiler, which costs 30 MB in each for as long as it lives, and a second of its start.
 */
export async function compileServices(home: Home, signal: AbortSignal): Promise<void> {
  const folder = compileCache(home);
  mkdirSync(folder, { recursive: true });
  // Without its environment an entry ends at once, compiled: that is all that is wanted of it.
  const loading = [...allServices(), issuerRow].map(({ entry }) => `import(${JSON.stringify(entry.href)}).catch(() => undefined)`);
  const script = `await Promise.all([${loading}]); process.exit(0);`;
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [...heap, '--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    env: { PATH, HOME, NODE_COMPILE_CACHE: folder, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true' },
    stdio: 'ignore',
    signal,
  });
  const code = await new Promise<number | null>((done) => child.once('close', done).once('error', () => done(null)));
  if (code === 0) writeFileSync(stampOf(home), heap.join(' '));
}

// V8 takes compiled code only under the flags under which it was compiled.
const stampOf = (home: Home): string => resolve(compileCache(home), 'compiled');

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
