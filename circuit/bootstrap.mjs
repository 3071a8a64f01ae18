// Runs one of our TypeScript programs on a bare clone: node circuit/bootstrap.mjs <script.ts> [arguments].
// Plain JavaScript for Node 20 and nothing installed: installs what is missing or outdated, generates, and goes on with the Node that npm installed.
// It never writes to stdout, which belongs to the program; but where nothing is installed yet it answers `--help` in the program's words.
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

/** What the programs say to `--help`, by `<script>` or `<script> <act>`: circuit/commands/help.ts writes it. */
const helpTexts = JSON.parse(readFileSync(join(root, 'circuit/help.json'), 'utf8'));

const [script, ...words] = process.argv.slice(2);
if (script === undefined) {
  process.stderr.write('node circuit/bootstrap.mjs <script.ts> [arguments]\n');
  process.exit(2);
}
const kept = keptByNpm(process.env);
if (kept.length > 0) {
  const { npm_lifecycle_event: name } = process.env;
  const command = name === 'start' ? 'npm start' : `npm run ${name}`;
  process.stderr.write(`npm kept ${kept.join(' ')} for itself. Write: ${command} -- ${kept.join(' ')}\n`);
  process.exit(2);
}
if (isOutdated()) {
  const help = helpAskedFor();
  if (help !== undefined) {
    process.stdout.write(`${help.join('\n')}\n`);
    process.exit(0);
  }
  await alone(prepare);
}
run(script, words);

/** What the program would say to `--help` (help.json has it); undefined where that is not asked. */
function helpAskedFor() {
  const end = words.indexOf('--');
  const options = end === -1 ? words : words.slice(0, end);
  if (!options.includes('--help') && !options.includes('-h')) return undefined;
  return helpTexts[`${script} ${words[0]}`] ?? helpTexts[script];
}

/** Without `--` npm takes our options for its own: they reach us as npm's configuration, and their values, unless written with `=`, as mere words. */
function keptByNpm(variables) {
  if (!variables.npm_lifecycle_script?.includes(script)) return [];
  return optionsOf(script).flatMap(([option, takesValue]) => {
    const value = variables[`npm_config_${option.replaceAll('-', '_')}`];
    if (value === undefined) return [];
    if (!takesValue) return [`--${option}`];
    return [value === 'true' || value === '' ? `--${option} <${option}>` : `--${option} ${value}`];
  });
}

/** The program's options, and whether a value belongs to each. Help itself npm gives of its own. */
function optionsOf(program) {
  const lines = Object.entries(helpTexts).flatMap(([asked, text]) => (asked.split(' ')[0] === program ? text : []));
  return lines.flatMap((line) => {
    const [, option, value] = /^ {2}(?:-\w, )?--([\w-]+)( <)?/.exec(line) ?? [];
    return option === undefined || option === 'help' ? [] : [[option, value !== undefined]];
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
