import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestFile, operationsFolder, supergraphFile } from '@chancery/schema';
import { manifestText } from '../operations/published.ts';
import { readText, writeWhole } from '../supervisor/files.ts';
import { repository } from '../supervisor/home.ts';
import type { ContentField } from './contentField.ts';
import { folderFiles, operationFiles } from './folder.ts';
import { readNewcomers, writeNewcomers } from './membersFile.ts';
import type { Newcomer } from './newcomer.ts';
import type { PlannedGraph } from './plan.ts';
import { aside, begin, finish } from './unfinished.ts';

/** The folder of an institution's server. */
export const folderOf = ({ server }: Pick<Newcomer, 'server'>): string => join(repository, 'subgraphs/institutions', server);

/** Whether its folder is as this joining would write it: an earlier one was broken off after it. */
export const isWritten = (newcomer: Newcomer, fields: readonly ContentField[]): boolean =>
  [...folderFiles(newcomer, fields)].every(([file, text]) => readText(join(folderOf(newcomer), file)) === text);

/** Writes all that a newcomer is in the code, each part whole; what is there already stays. Broken off anywhere, it can be done again, or undone. */
export function writeCode(newcomer: Newcomer, fields: readonly ContentField[], graph: PlannedGraph): void {
  begin({ act: 'joining', member: newcomer, fields });
  if (!existsSync(folderOf(newcomer))) writeFolder(folderOf(newcomer), folderFiles(newcomer, fields));
  for (const [file, text] of operationFiles(newcomer)) {
    const place = new URL(file, operationsFolder);
    if (!existsSync(place)) writeWhole(fileURLToPath(place), text);
  }
  writeNewcomers([...readNewcomers().filter(({ server }) => server !== newcomer.server), newcomer]);
  writeGraph(graph);
  const link = linkOf(newcomer);
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(`../../subgraphs/institutions/${newcomer.server}`, link);
  renewListings();
  finish();
}

/**
 * Takes an institution out of the code again, and the published operations that the graph without it does not answer. Its folder goes after it is a
 * member no more: a circuit that starts meanwhile would look for its server. Broken off anywhere, it can be done again. Answers the files of those
 * operations.
 */
export function eraseCode(member: Pick<Newcomer, 'server' | 'code' | 'name'>, graph: PlannedGraph): readonly string[] {
  begin({ act: 'leaving', member });
  const kept = new Set(graph.operations.map(({ name }) => `${name.charAt(0).toLowerCase()}${name.slice(1)}.graphql`));
  const gone = readdirSync(operationsFolder).filter((file) => file.endsWith('.graphql') && !kept.has(file));
  for (const file of gone) rmSync(new URL(file, operationsFolder), { force: true });
  writeGraph(graph);
  writeNewcomers(readNewcomers().filter(({ server }) => server !== member.server));
  if (existsSync(folderOf(member))) renameSync(folderOf(member), aside.going);
  rmSync(linkOf(member), { force: true });
  renewListings();
  finish();
  return gone;
}

/** Writes the graph as it is released, and the client's types of it. */
export function writeGraph({ supergraphSdl, operations }: PlannedGraph): void {
  writeWhole(fileURLToPath(supergraphFile), supergraphSdl);
  writeWhole(fileURLToPath(manifestFile), manifestText(operations));
  run(process.execPath, ['circuit/commands/operations.ts']);
}

/** A folder is there whole or not at all. */
function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(aside.coming, { recursive: true });
  for (const [file, text] of files) writeFileSync(join(aside.coming, file), text);
  renameSync(aside.coming, folder);
}

/** What is made from the list of members: npm's lock, and who listens where. */
function renewListings(): void {
  run('npm', ['install', '--package-lock-only', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  // Nothing is to be installed: the next command would otherwise install everything anew, under a circuit that runs.
  const installed = join(repository, 'node_modules/.package-lock.json');
  if (existsSync(installed)) utimesSync(installed, new Date(), new Date());
  run(process.execPath, ['circuit/commands/network.ts']);
}

function run(program: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(program, args, { cwd: repository, encoding: 'utf8', timeout: 120_000 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`);
}

const linkOf = ({ server }: Pick<Newcomer, 'server'>): string => join(repository, 'node_modules/@chancery', server);
