import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repository } from '../supervisor/home.ts';
import { commandLine, runCommand, UsageError } from './commandLine.ts';

await runCommand(
  commandLine('npm run format --', 'Writes the code as the check `style` wants it, and mends of its faults what can be mended safely.')
    .argument('[files...]', 'only these files and folders; all when left out')
    .addHelpText('after', '\nExit code 0: nothing is left to mend; 1: something is, and where; 2: asked for wrongly.')
    .action(format),
);

function format(files: readonly string[]): void {
  const from = process.env.INIT_CWD ?? process.cwd();
  const missing = files.filter((file) => !existsSync(resolve(from, file)));
  if (missing.length > 0) throw new UsageError(`There is no ${missing.join(', ')}.`);
  const where = files.length === 0 ? [repository] : files.map((file) => resolve(from, file));
  const { status, error } = spawnSync(join(repository, 'node_modules/.bin/biome'), ['check', '--write', ...where], {
    cwd: repository,
    stdio: 'inherit',
  });
  if (error) throw error;
  process.exitCode = status ?? 1;
}
