import { cpSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { repository } from '@chancery/circuit';

/** The code in a folder of its own, for commands that change it. */
export interface RepositoryCopy {
  readonly folder: string;
  remove(): void;
}

const left = new Set(['.git', '.chancery', '.turbo', 'coverage', 'docs/decisions']);

/** Copies the code without what is installed, which is linked: packages of ours to the copy's own folders, all others to where they are. */
export function copyRepository(): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-code-'));
  const installed: string[] = [];
  cpSync(repository, folder, {
    recursive: true,
    filter(source) {
      const place = relative(repository, source);
      if (!source.endsWith('node_modules')) return !left.has(place);
      if (statSync(source).isDirectory()) installed.push(place);
      return false;
    },
  });
  for (const place of installed) link(join(repository, place), join(folder, place));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function link(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === '.package-lock.json') cpSync(join(from, name), join(to, name), { preserveTimestamps: true });
    else if (name === '@chancery') linkOwn(join(from, name), join(to, name));
    else symlinkSync(join(from, name), join(to, name));
  }
}

function linkOwn(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  // They are relative: in the copy they lead to the copy.
  for (const name of readdirSync(from)) symlinkSync(readlinkSync(join(from, name)), join(to, name));
}
