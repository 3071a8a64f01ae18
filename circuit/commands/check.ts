import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine, runCommand, UsageError } from './commandLine.ts';

/** One thing that must hold before a commit. */
interface Check {
  readonly name: string;
  /** What keeps it. */
  readonly keeps: string;
  /** Program and arguments: one of npm's, or a script of ours for Node. */
  readonly run: readonly [string, ...string[]];
  /** What the output must hold, for a program that is content with having seen nothing. */
  readonly saw?: RegExp;
}

const packages = ['domain', 'policy', 'schema', 'client', 'observability', 'trust', 'subgraphs', 'supergraph', 'circuit', 'tests'];

const checks: readonly Check[] = [
  {
    name: 'migrations',
    keeps: "each service's migrations make what its schema.prisma says",
    run: ['node', 'circuit/prisma/author.ts', '--check'],
  },
  { name: 'types', keeps: 'TypeScript at its strictest', run: ['tsc', '-p', '.'] },
  { name: 'unused', keeps: 'no file, export or dependency that nobody uses', run: ['knip', '--no-progress', '--no-config-hints'] },
  {
    name: 'supergraph',
    keeps: 'schema/supergraph.graphql is what composition gives',
    run: ['node', 'circuit/commands/compose.ts', '--check'],
  },
  {
    name: 'clauses',
    keeps: 'each clause is carried out and proved, or procedural; each rule, refusal and guard names one',
    run: ['node', 'circuit/commands/traceability.ts', '--check'],
  },
  {
    name: 'network',
    keeps: 'docs/operations/network.md and the nftables files are what circuit/network gives',
    run: ['node', 'circuit/commands/network.ts', '--check'],
  },
  {
    name: 'operations',
    keeps: 'schema/operations/manifest.json and client/generated are fresh, and the graph answers each of them',
    run: ['node', 'circuit/commands/operations.ts', '--check'],
  },
  {
    name: 'help',
    keeps: 'circuit/help.json is what the commands say to --help',
    run: ['node', 'circuit/commands/help.ts', '--check'],
  },
  { name: 'style', keeps: 'format and lint', run: ['biome', 'check', '--error-on-warnings', '.'] },
  {
    name: 'floors',
    keeps: 'imports go down only',
    run: ['depcruise', '--config', '.dependency-cruiser.mjs', ...packages],
    saw: /[1-9]\d{2,} modules/,
  },
];

const root = fileURLToPath(new URL('../../', import.meta.url));
const binaries = join(root, 'node_modules/.bin');
const width = Math.max(...checks.map(({ name }) => name.length));

const known = checks.map(({ name }) => name).join(', ');

await runCommand(
  commandLine('npm run check --', 'Runs the checks that must be green before a commit.')
    .argument('[names...]', `only these: ${known}`)
    .action(checkAll),
);

async function checkAll(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) throw new UsageError(`There is no check ${unknown.join(', ')}. There are: ${known}`);
  const waiting = checks.filter(({ name }) => names.length === 0 || names.includes(name));
  const failed: string[] = [];
  await Promise.all(Array.from({ length: availableParallelism() }, () => work(waiting, failed)));
  if (failed.length > 0) console.error(`\n${failed.length} of the checks failed: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

/** Takes one check after another until none is left. */
async function work(waiting: Check[], failed: string[]): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const start = performance.now();
    const { holds, output } = await run(check);
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${check.name.padEnd(width)} ${seconds} s   ${check.keeps}`);
    if (holds) continue;
    failed.push(check.name);
    console.log(output.trimEnd().replaceAll(/^/gm, '       '));
  }
}

function run({ run: [program, ...args], saw }: Check): Promise<{ readonly holds: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(join(binaries, program), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', (error) => resolve({ holds: false, output: error.message }));
    child.on('close', (code) => {
      const sawEnough = saw === undefined || saw.test(output);
      resolve({ holds: code === 0 && sawEnough, output: sawEnough ? output : `${output}\nIt did not see what it had to see: ${saw}` });
    });
  });
}
