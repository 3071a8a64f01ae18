import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine, runCommand, UsageError } from './commandLine.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

await runCommand(
  commandLine(
    'npm run client --',
    'Writes @chancery/client as a package that a registry or a front end takes: plain JavaScript with its types.',
  )
    .argument('<folder>', 'where to: an empty one or one that it was written to before; made if it is not there')
    .addHelpText('after', '\nExit code 0: it is written; 1: it is not, and why; 2: asked for wrongly.')
    .action(write),
);

function write(folder: string): void {
  const out = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  requireOwn(out);
  makeFolder(out);
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'client'), '--outDir', out], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`It cannot be compiled:\n${stdout}${stderr}`);
  const { private: _, ...source } = packageIn(join(root, 'client')) ?? {};
  const published = { ...source, exports: { '.': { types: './index.d.ts', default: './index.js' } } };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
  process.stdout.write(`@chancery/client is in ${out}.\n`);
}

/** With its parents, one after the other: Node's own way never ends where one of them can never be made (below `/proc`). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    throw new UsageError(
      `${folder} cannot be made (${String((error as NodeJS.ErrnoException).code)}). Name a folder that you may write to.`,
    );
  }
}

/** What is there of somebody else's is not written over. */
function requireOwn(out: string): void {
  if (existsSync(out) && !statSync(out).isDirectory()) throw new UsageError(`${out} is a file. Name a folder that is empty, or not there.`);
  if (!existsSync(out) || readdirSync(out).length === 0 || packageIn(out)?.name === '@chancery/client') return;
  throw new UsageError(`${out} holds something else. Name a folder that is empty, or not there.`);
}

function packageIn(folder: string): { readonly name?: string; readonly private?: boolean } | undefined {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
