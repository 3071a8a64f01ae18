import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../embedded/serverProcess.ts';

/** Writes a file so that a reader sees the old one or the new one, never half of it. */
export function writeWhole(file: string, text: string, mode = 0o644): void {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode });
  renameSync(fresh, file);
}

/** Removes from a folder what processes that were killed had not written whole. */
export function sweepHalfWritten(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const [, writer] = /\.(\d+)\.new$/.exec(name) ?? [];
    if (writer !== undefined && !isAlive(Number(writer))) rmSync(join(folder, name), { force: true });
  }
}

/** Writes a value as JSON for people to read as well; `mode` 0600 for secrets. */
export const writeJson = (file: string, value: unknown, mode?: number): void =>
  writeWhole(file, `${JSON.stringify(value, null, 2)}\n`, mode);

/** What a text file holds; undefined where there is none that can be read. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** What a JSON file of ours holds; undefined where there is none, or none that can be read. */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
