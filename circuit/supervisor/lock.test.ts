import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { homeOf } from './home.ts';
import { AlreadyRunning, liveHolder, takeLock } from './lock.ts';

function aHome() {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return homeOf(folder);
}

test('lets one supervisor in and names it to the second', () => {
  const home = aHome();
  const release = takeLock(home);
  expect(() => takeLock(home)).toThrow(AlreadyRunning);
  expect(() => takeLock(home)).toThrow(String(process.pid));
  release();
  expect(liveHolder(home)).toBeUndefined();
  takeLock(home)();
});

test('takes over what a dead supervisor left', () => {
  const home = aHome();
  writeFileSync(home.lock, JSON.stringify({ pid: 2 ** 22 + 1, birth: '1' }));
  takeLock(home);
  expect(JSON.parse(readFileSync(home.lock, 'utf8')).pid).toBe(process.pid);
});

test.runIf(process.platform === 'linux')('knows a later process with the same pid for another one', () => {
  const home = aHome();
  writeFileSync(home.lock, JSON.stringify({ pid: process.pid, birth: '1' }));
  expect(liveHolder(home)).toBeUndefined();
});
