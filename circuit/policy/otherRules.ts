import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { repository } from '../supervisor/home.ts';

/** Rules other than those that run: a copy of their sources, apart from ours. */
export interface OtherRules {
  /** Where they come from, in words. */
  readonly name: string;
  /** Holds their `policy/`, `domain/` and `schema/supergraph.graphql`. */
  readonly folder: string;
  /** Removes the copy. */
  dispose(): void;
}

/** No such rules: a reason, and what to do. */
class NoSuchRules extends Error {
  override readonly name = 'NoSuchRules';
}

const parts = ['policy', 'domain', 'schema/supergraph.graphql'];

/** Copies the rules of a folder, or of a commit of this repository. Throws `NoSuchRules`. */
export function otherRules(against: string): OtherRules {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-rules-'));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  try {
    const name = isFolder(against) ? copyFolder(resolve(against), folder) : extractCommit(against, folder);
    linkPackages(folder);
    return { name, folder, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function copyFolder(from: string, to: string): string {
  const missing = ['policy/index.ts', 'domain/index.ts'].filter((file) => !existsSync(join(from, file)));
  if (missing.length > 0) throw new NoSuchRules(`The folder ${from} holds no rules: ${missing.join(' and ')} is not there.`);
  for (const part of parts) {
    const source = join(existsSync(join(from, part)) ? from : repository, part);
    cpSync(source, join(to, part), { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  }
  return from;
}

function extractCommit(ref: string, to: string): string {
  const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  if (commit.status !== 0)
    throw new NoSuchRules(`There is neither a folder nor a commit ${ref}. Name a folder with policy/ and domain/, or a git ref.`);
  const hash = commit.stdout.trim();
  const archive = join(to, 'rules.tar');
  const packed = git('archive', '--format=tar', `--output=${archive}`, hash, ...parts);
  if (packed.status !== 0) throw new NoSuchRules(`The commit ${ref} holds no rules: ${packed.stderr.trim()}`);
  const unpacked = spawnSync('tar', ['-xf', archive, '-C', to], { encoding: 'utf8' });
  if (unpacked.status !== 0)
    throw new NoSuchRules(`The rules of ${ref} cannot be unpacked: ${unpacked.error?.message ?? unpacked.stderr.trim()}`);
  return `${ref} (${hash.slice(0, 12)})`;
}

function git(...words: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', repository, ...words], { encoding: 'utf8' });
  if (error) throw new NoSuchRules(`git cannot be run: ${error.message}`);
  return { status, stdout, stderr };
}

/** The packages of this installation, but for the two that are other. Node reads no TypeScript below `node_modules`: those are links out of it. */
function linkPackages(folder: string): void {
  const installed = join(repository, 'node_modules');
  const packages = join(folder, 'node_modules');
  mkdirSync(join(packages, '@chancery'), { recursive: true });
  for (const name of readdirSync(installed))
    if (name !== '@chancery' && !name.startsWith('.')) symlinkSync(join(installed, name), join(packages, name));
  for (const name of ['policy', 'domain']) symlinkSync(join(folder, name), join(packages, '@chancery', name));
}
