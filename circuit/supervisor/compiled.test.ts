import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileServices, isCompiled } from './compiled.ts';
import { heapOf } from './heaps.ts';
import { homeOf } from './home.ts';

it('compiles the code of the services once: a start after it finds it compiled', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-compiled-'));
  const before = process.env.NODE_COMPILE_CACHE;
  delete process.env.NODE_COMPILE_CACHE;
  try {
    const home = homeOf(folder);
    expect(isCompiled(home)).toBe(false);
    await compileServices(home, new AbortController().signal);
    expect(isCompiled(home)).toBe(true);
    for (const service of ['gateway', 'justice']) expect(compiledFor(service, home.cache).length).toBeGreaterThan(300);
  } finally {
    if (before !== undefined) process.env.NODE_COMPILE_CACHE = before;
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The compiled code that a service's process takes: V8 keeps it apart by some of the flags that the process has. */
function compiledFor(service: string, folder: string): readonly string[] {
  const asked = [...heapOf(service), '--print', "require('node:module').getCompileCacheDir()"];
  const environment = { PATH: process.env.PATH, NODE_COMPILE_CACHE: folder };
  return readdirSync(execFileSync(process.execPath, asked, { env: environment, encoding: 'utf8' }).trim());
}
