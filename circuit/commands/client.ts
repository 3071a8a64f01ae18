import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';

const root = fileURLToPath(new URL('../../', import.meta.url));

const [folder = ''] = new Command('client')
  .description('Writes @chancery/client as a package that a registry or a front end takes: plain JavaScript with its types.')
  .argument('<folder>', 'where to; made if it is not there')
  .parse().args;

const out = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
mkdirSync(out, { recursive: true });
execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'client'), '--outDir', out], { stdio: 'inherit' });
const { private: _, ...source } = JSON.parse(readFileSync(join(root, 'client/package.json'), 'utf8')) as { readonly private?: boolean };
const published = { ...source, exports: { '.': { types: './index.d.ts', default: './index.js' } } };
writeFileSync(join(out, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
process.stdout.write(`@chancery/client is in ${out}.\n`);
