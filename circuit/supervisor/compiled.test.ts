import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileServices, isCompiled } from './compiled.ts';
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
  } finally {
    if (before !== undefined) process.env.NODE_COMPILE_CACHE = before;
    rmSync(folder, { recursive: true, force: true });
  }
});
