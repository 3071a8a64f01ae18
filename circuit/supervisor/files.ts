import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that a reader sees the old one or the new one, never half of it. */
export function writeWhole(file: string, text: string, mode = 0o644): void {
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode });
  renameSync(fresh, file);
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
