import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Say } from '../bench.ts';

const folder = fileURLToPath(new URL('../peers/', import.meta.url));

/** The other gateways are a workspace of their own: the first bench of them installs them, and nothing else does. */
export async function installPeers(say: Say): Promise<void> {
  if (existsSync(`${folder}node_modules/@apollo/server/package.json`)) return;
  say('installing the other gateways (npm ci in tests/bench/peers), once');
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, timeout: 300_000, maxBuffer: 64 * 1024 * 1024 });
}
