import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Say } from '../bench.ts';

/** Mercurius stands by itself: it needs another graphql. */
const folders = ['../peers/', '../peers/mercurius/'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));

/** The other gateways are no part of the repository's workspaces: the first bench of them installs them, and nothing else does. */
export async function installPeers(say: Say): Promise<void> {
  for (const folder of folders) {
    // npm writes this file last.
    if (existsSync(`${folder}node_modules/.package-lock.json`)) continue;
    say(`installing other gateways, once: npm ci in ${folder}`);
    await promisify(execFile)('npm', ['ci'], { cwd: folder, timeout: 300_000, maxBuffer: 64 * 1024 * 1024 });
  }
}
