import { spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allServices, issuerRow, type ServiceRow } from '../services.ts';
import { heapOf } from './heaps.ts';
import { type Home, repository } from './home.ts';

const sources = ['{domain,policy,schema,observability,trust,supergraph,circuit}/**/*.ts', 'subgraphs/**/*.ts', 'package-lock.json'];

/** The folder of compiled code that every process of ours uses. */
export const compileCache = (home: Home): string => process.env.NODE_COMPILE_CACHE ?? home.cache;

/** Whether the compiled code was made from the sources as they are now. */
export function isCompiled(home: Home): boolean {
  const stamp = stampOf(home);
  if (readText(stamp) !== flags()) return false;
  const newest = globSync(sources, { cwd: repository, exclude: ['**/node_modules', '**/*.test.ts'] })
    .map((file) => statSync(resolve(repository, file), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .reduce((a, b) => Math.max(a, b), 0);
  return statSync(stamp).mtimeMs > newest;
}

/**
 * Compiles all services' code once, in a process for each size of heap that then ends. Ten processes that find no compiled code would each load
 * the TypeScript compiler, which costs 30 MB in each for as long as it lives, and a second of its start.
 */
export async function compileServices(home: Home, signal: AbortSignal): Promise<void> {
  const folder = compileCache(home);
  mkdirSync(folder, { recursive: true });
  const done = await Promise.all([...byHeap().values()].map((rows) => compile(rows, folder, signal)));
  if (done.every((isDone) => isDone)) writeFileSync(stampOf(home), flags());
}

async function compile(rows: readonly Row[], folder: string, signal: AbortSignal): Promise<boolean> {
  // Without its environment an entry ends at once, compiled: that is all that is wanted of it.
  const loading = rows.map(({ entry }) => `import(${JSON.stringify(entry.href)}).catch(() => undefined)`);
  const script = `await Promise.all([${loading}]); process.exit(0);`;
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [...heapOf(rows[0]?.name ?? ''), '--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    env: { PATH, HOME, NODE_COMPILE_CACHE: folder, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true' },
    stdio: 'ignore',
    signal,
  });
  return (await new Promise<number | null>((ended) => child.once('close', ended).once('error', () => ended(null)))) === 0;
}

type Row = Pick<ServiceRow, 'name' | 'entry'>;

// V8 takes compiled code only under the flags under which it was compiled.
const byHeap = (): ReadonlyMap<string, readonly Row[]> =>
  Map.groupBy<string, Row>([...allServices(), issuerRow], ({ name }) => heapOf(name).join(' '));

const flags = (): string => [...byHeap().keys()].join('; ');

const stampOf = (home: Home): string => resolve(compileCache(home), 'compiled');

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
