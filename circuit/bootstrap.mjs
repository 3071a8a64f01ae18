// Runs one of our TypeScript programs on a bare clone: node circuit/bootstrap.mjs <script.ts> [arguments].
// Plain JavaScript for Node 20 and nothing installed: installs what is missing or outdated, generates, and goes on with the Node that npm installed.
// It never writes to stdout, which belongs to the program.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const binaries = join(root, 'node_modules/.bin');
const node = join(binaries, 'node');
const environment = {
  ...process.env,
  PATH: `${binaries}${delimiter}${process.env.PATH}`,
  APOLLO_TELEMETRY_DISABLED: 'true',
  NODE_COMPILE_CACHE: join(root, '.chancery/compile-cache'),
};

const installed = install();
if (installed || clientsAreStale()) step('Generating', node, ['circuit/commands/generate.ts', '--clients']);
run(process.argv[2], process.argv.slice(3));

/** Answers whether something was installed. */
function install() {
  if (isNewer('node_modules/.package-lock.json', 'package-lock.json') && existsSync(node)) return false;
  step('Installing packages (a minute or two the first time)', 'npm', [
    'ci',
    '--no-audit',
    '--no-fund',
    ...(process.stderr.isTTY ? [] : ['--loglevel=http']),
  ]);
  return true;
}

/** A generated client is missing, or older than its schema. */
function clientsAreStale() {
  return ['subgraphs', 'subgraphs/institutions']
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}/prisma`))
    .some((folder) => existsSync(join(root, folder, 'schema.prisma')) && !isNewer(`${folder}/client/client.ts`, `${folder}/schema.prisma`));
}

function isNewer(file, than) {
  const made = statSync(join(root, file), { throwIfNoEntry: false });
  return made !== undefined && made.mtimeMs >= statSync(join(root, than)).mtimeMs;
}

function step(what, program, args) {
  process.stderr.write(`${what} ...\n`);
  const { status, error } = spawnSync(program, args, { cwd: root, env: environment, stdio: ['ignore', 2, 2] });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** The program gets our streams and signals, and decides what a signal means; we end as it ended. */
function run(script, args) {
  if (script === undefined) {
    process.stderr.write('node circuit/bootstrap.mjs <script.ts> [arguments]\n');
    process.exit(2);
  }
  const child = spawn(node, [join(root, script), ...args], { env: environment, stdio: 'inherit' });
  // A terminal's Ctrl-C reaches the program without us; a signal to our id alone would not.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
