import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FileKeys, readFileKeys, withNewKey } from './fileKeys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-follow-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

it('what is put in the place of a file just after it was read is taken over, too', { timeout: 10_000 }, async () => {
  const file = join(folder, 'keys.json');
  const first = withNewKey({ keys: [] }, new Date('2026-01-01T00:00:00Z'));
  const second = withNewKey(first, new Date('2026-02-01T00:00:00Z'));
  writeFileSync(file, JSON.stringify(first));
  const parse = JSON.parse;
  vi.spyOn(JSON, 'parse').mockImplementationOnce((text: string) => {
    writeFileSync(`${file}.new`, JSON.stringify(second));
    renameSync(`${file}.new`, file);
    return parse(text);
  });

  const keys = readFileKeys(file);

  expect(keys.current).toBe(new FileKeys(first).current);
  await expect.poll(() => keys.current, { timeout: 5_000 }).toBe(new FileKeys(second).current);
});
