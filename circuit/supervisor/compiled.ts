import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
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
  const file = stampOf(home);
  if (readText(file) !== stamp()) return false;
  const newest = globSync(sources, { cwd: repository, exclude: ['**/node_modules', '**/*.test.ts'] })
    .map((source) => statSync(resolve(repository, source), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .reduce((a, b) => Math.max(a, b), 0);
  return statSync(file).mtimeMs > newest;
}

/**
 * Compiles all services' code once, in processes that then end. Ten processes that find no compiled code would each load
 * the TypeScript compiler, which costs 30 MB in each for as long as it lives, and a second of its start.
 */
export async function compileServices(home: Home, signal: AbortSignal): Promise<void> {
  const folder = compileCache(home);
  mkdirSync(folder, { recursive: true });
  const done = await Promise.all([...byHeap().values()].map((rows) => compile(rows, folder, signal)));
  if (done.every((isDone) => isDone)) writeFileSync(stampOf(home), stamp());
}

async function compile(rows: readonly ServiceRow[], folder: string, signal: AbortSignal): Promise<boolean> {
  const files = rows.flatMap(({ name, entry }) => (name === 'gateway' ? [entry, ...loadedLater] : [entry]));
  const loading = files.map(({ href }) => `import(${JSON.stringify(href)}).catch(() => undefined)`);
  // Without its environment an entry fails, compiled: that is all that is wanted of it. One that would end the process over it is not to end the others.
  const script = `const end = process.exit; process.exit = () => { throw new Error(); }; await Promise.all([${loading}]); end(0);`;
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [...heapOf(rows[0]?.name ?? ''), '--input-type=module', '--eval', script], {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    env: { PATH, HOME, NODE_COMPILE_CACHE: folder, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true' },
    stdio: 'ignore',
    signal,
  });
  // Broken off it is told of at once, and ends a moment later: whoever stops a start is told of its end when nothing of it runs any more.
  child.on('error', () => undefined);
  return (await new Promise<number | null>((ended) => child.once('close', ended))) === 0;
}

// V8 takes compiled code only under the flags under which it was compiled.
const byHeap = (): ReadonlyMap<string, readonly ServiceRow[]> =>
  Map.groupBy<string, ServiceRow>([...allServices(), issuerRow], ({ name }) => heapOf(name).join(' '));

/** What the gateway loads only once it knows its environment. */
const loadedLater = [new URL('../../supergraph/gateway/startGateway.ts', import.meta.url)];

/** Whose code was compiled, and for which heaps. */
const stamp = (): string => [...byHeap()].flatMap(([flags, rows]) => [flags, ...rows.map(({ entry }) => entry.href)]).join('\n');

/** Code in another folder, such as a copy, may keep what it compiles in the same one. */
const stampOf = (home: Home): string =>
  resolve(compileCache(home), `compiled-${createHash('sha256').update(repository).digest('hex').slice(0, 12)}`);

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
