import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from './supervisor/home.ts';

/** What a bare clone has of what the bootstrap looks at; no npm is in its PATH. */
let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'chancery-clone-'));
  mkdirSync(join(clone, 'circuit'));
  mkdirSync(join(clone, 'subgraphs/institutions'), { recursive: true });
  for (const file of ['circuit/bootstrap.mjs', 'circuit/help.json', 'package.json', 'package-lock.json'])
    if (existsSync(join(repository, file))) copyFileSync(join(repository, file), join(clone, file));
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

function bootstrap(...words: readonly string[]) {
  return spawnSync(process.execPath, [join(clone, 'circuit/bootstrap.mjs'), ...words], { encoding: 'utf8', env: { PATH: clone } });
}

describe('a bare clone', () => {
  it('answers --help without installing anything', () => {
    const { status, stdout, stderr } = bootstrap('circuit/commands/start.ts', '--port', '4810', '--help');

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: npm start -- \[options\]\n[\s\S]*--fresh/);
    expect(existsSync(join(clone, 'node_modules')) || existsSync(join(clone, '.chancery'))).toBe(false);
  });

  it('answers -h for a command of a command', () => {
    expect(bootstrap('circuit/commands/institution.ts', 'remove', '-h').stdout).toMatch(
      /^Usage: npm run institution -- remove --code <code>\n/,
    );
  });

  it('has an answer for every command of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const texts = JSON.parse(readFileSync(join(clone, 'circuit/help.json'), 'utf8')) as Record<string, readonly string[]>;
    const without = Object.values(scripts).filter((line) => texts[/ (\S+)$/.exec(line)?.[1] ?? ''] === undefined);

    expect(without).toEqual([]);
  });

  it('tells who forgot the -- how it is written, of every option', () => {
    const env = {
      PATH: clone,
      npm_lifecycle_event: 'load',
      npm_lifecycle_script: 'node circuit/bootstrap.mjs circuit/commands/load.ts',
      npm_config_at_once: '4',
    };
    const { status, stderr } = spawnSync(process.execPath, [join(clone, 'circuit/bootstrap.mjs'), 'circuit/commands/load.ts'], {
      encoding: 'utf8',
      env,
    });

    expect({ status, stderr }).toEqual({ status: 2, stderr: 'npm kept --at-once 4 for itself. Write: npm run load -- --at-once 4\n' });
  });

  it('still installs for whoever wants more than help', () => {
    writeFileSync(join(clone, 'npm'), '#!/bin/sh\necho "npm $*"\nexit 3\n', { mode: 0o755 });

    expect(bootstrap('circuit/commands/start.ts', '--', '--help')).toMatchObject({ status: 3, stderr: expect.stringContaining('npm ci ') });
  });
});
