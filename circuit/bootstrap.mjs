// Runs one of our TypeScript programs on a bare clone: node circuit/bootstrap.mjs <script.ts> [arguments].
// Plain JavaScript for Node 20 and nothing installed: installs what is missing or outdated, generates, and goes on with the Node that npm installed.
// It never writes to stdout, which belongs to the program.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

/** `npm run -s` asks for silence; what fails is said all the same. */
const quiet = process.env.npm_config_loglevel === 'silent';

/** Our commands' options, by npm's name for the command; true where a value belongs to one. */
const options = {
  start: { fresh: false, port: true },
  token: { institution: true, duty: true, official: true, hours: true },
  password: { official: true },
  system: { account: true, certificate: true, name: true },
  rotate: { now: false },
  replay: { rows: true, first: false, clients: true },
  rebuild: { timeout: true },
  bench: { json: true },
  compose: { check: false, against: true },
  network: { check: false, host: true },
  institution: { code: true, name: true, kind: true, server: true, field: true, url: true, sdl: true, into: true },
  operations: { check: false },
  generate: { clients: false },
};

const kept = keptByNpm(process.env);
if (kept.length > 0) {
  const { npm_lifecycle_event: name } = process.env;
  const command = name === 'start' ? 'npm start' : `npm run ${name}`;
  process.stderr.write(`npm kept ${kept.join(' ')} for itself. Write: ${command} -- ${kept.join(' ')}\n`);
  process.exit(2);
}
if (isOutdated()) await alone(prepare);
run(process.argv[2], process.argv.slice(3));

/** Without `--` npm takes our options for its own: they reach us as npm's configuration, and their values, unless written with `=`, as mere words. */
function keptByNpm(variables) {
  return Object.entries(options[variables.npm_lifecycle_event] ?? {}).flatMap(([option, takesValue]) => {
    const value = variables[`npm_config_${option}`];
    if (value === undefined) return [];
    if (!takesValue) return [`--${option}`];
    return [value === 'true' || value === '' ? `--${option} <${option}>` : `--${option} ${value}`];
  });
}

function isOutdated() {
  return packagesAreOutdated() || clientsAreOutdated();
}

async function prepare() {
  const install = packagesAreOutdated();
  // npm warns of packages that its own Node is too old for: they run on the Node that it installs.
  if (install) await step('Installing packages', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (install || clientsAreOutdated()) await step('Generating', node, ['circuit/commands/generate.ts', '--clients']);
}

function packagesAreOutdated() {
  return !existsSync(node) || isOlder('node_modules/.package-lock.json', 'package-lock.json');
}

function clientsAreOutdated() {
  return ['subgraphs', 'subgraphs/institutions']
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}/prisma`))
    .some((folder) => existsSync(join(root, folder, 'schema.prisma')) && isOlder(`${folder}/client/client.ts`, `${folder}/schema.prisma`));
}

/** A file that is missing is older than any. */
function isOlder(file, than) {
  const made = statSync(join(root, file), { throwIfNoEntry: false });
  return made === undefined || made.mtimeMs < statSync(join(root, than)).mtimeMs;
}

/** Two commands on one bare clone must not install at once: the second waits, and finds it done. */
async function alone(work) {
  const lock = join(root, '.chancery/installing');
  mkdirSync(join(root, '.chancery'), { recursive: true });
  while (!take(lock)) {
    if (!isRunning(holderOf(lock))) rmSync(lock, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    if (isOutdated()) await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** 0, which always runs, while the lock is being taken or given back. */
function holderOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs a program that prepares, with its words on stderr and a sign of life where it has none; ends this process where it fails. */
async function step(what, program, args) {
  const start = Date.now();
  const say = (text) => quiet || process.stderr.write(`${what} ${text}\n`);
  say('...');
  const beat = setInterval(() => say(`... ${Math.round((Date.now() - start) / 1000)} s`), 10_000);
  const child = spawn(program, args, { cwd: root, env: environment, stdio: ['ignore', 2, 2] });
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('exit', resolve));
  clearInterval(beat);
  if (code === 0) return;
  process.stderr.write(`${what} failed.\n`);
  rmSync(join(root, '.chancery/installing'), { force: true });
  process.exit(code ?? 1);
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
