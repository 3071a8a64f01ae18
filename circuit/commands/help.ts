import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../supervisor/home.ts';
import { commandLine, runCommand } from './commandLine.ts';

/** Read by `circuit/bootstrap.mjs`, which answers `--help` from it where nothing is installed yet. */
const file = join(repository, 'circuit/help.json');

await runCommand(
  commandLine('node circuit/commands/help.ts', 'Writes circuit/help.json: what each command of package.json says to --help.')
    .option('--check', 'only say whether it is fresh')
    .action(renew),
);

async function renew({ check = false }: { readonly check?: boolean }): Promise<void> {
  const text = `${JSON.stringify(Object.fromEntries(await helpOfAll()), null, 2)}\n`;
  const isFresh = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (check && !isFresh) throw new Error('circuit/help.json is stale; run `npm run generate` and commit it.');
  if (!isFresh) writeFileSync(file, text);
}

/** Lines of help by `<script>`, or `<script> <act>`. */
async function helpOfAll(): Promise<readonly (readonly [asked: string, lines: readonly string[]])[]> {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const programs = new Set(Object.values(scripts).flatMap((line) => /bootstrap\.mjs (\S+)$/.exec(line)?.[1] ?? []));
  return (await Promise.all([...programs].sort().map(helpOfProgram))).flat();
}

async function helpOfProgram(program: string): Promise<[string, readonly string[]][]> {
  const whole = await helpOf(program);
  const acts = whole.slice(whole.indexOf('Commands:') + 1 || whole.length).flatMap((line) => /^ {2}(\w+)/.exec(line)?.[1] ?? []);
  const own = acts.filter((act) => act !== 'help').map(async (act) => [`${program} ${act}`, await helpOf(program, act)]);
  return [[program, whole], ...((await Promise.all(own)) as [string, readonly string[]][])];
}

async function helpOf(program: string, ...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(repository, program), ...words, '--help'], { cwd: repository });
  return stdout.trimEnd().split('\n');
}
