import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSupergraph, supergraphFile } from '@chancery/schema';
import {
  CompositionFailed,
  compose,
  type Fault,
  faultsOfGraph,
  faultsOfMembers,
  faultText,
  findOperationsBroken,
} from '@chancery/supergraph';
import { readMembers } from '../members.ts';
import { operationTexts } from '../operations/published.ts';
import { repository } from '../supervisor/home.ts';
import { commandLine, runCommand, UsageError } from './commandLine.ts';

interface Wish {
  readonly check?: boolean;
  readonly against?: string;
}

const command = commandLine('npm run compose --', "Composes the members' SDL into schema/supergraph.graphql.")
  .option('--check', 'writes nothing; says whether the committed file is what composition gives, and what is wrong with the graph')
  .option('--against <file>', 'with --check: the supergraph that others rely on; that of the last commit when left out')
  .addHelpText(
    'after',
    `
--check finds what breaks operations and fields that are released, security directives that are lost, members whose standard is another one,
kinds without a draft command, and what has no description; each with file, line and what to do.
Exit code 0: all is well; 1: it does not compose, is stale, or something is wrong; 2: asked for wrongly.`,
  )
  .action(composeAll);

await runCommand(command);

function composeAll({ check = false, against }: Wish): void {
  if (against !== undefined && !check) throw new UsageError('--against goes with --check.');
  const members = readMembers();
  const released = against === undefined ? committed : () => graphIn(against);
  try {
    const { supergraphSdl, hints } = compose(members);
    for (const hint of hints) process.stderr.write(`hint: ${hint}\n`);
    const isFresh = existsSync(supergraphFile) && readSupergraph() === supergraphSdl;
    if (check) tell(faultsOf(members, released(), supergraphSdl), isFresh);
    else write(supergraphSdl, isFresh);
  } catch (failure) {
    if (!(failure instanceof CompositionFailed)) throw failure;
    process.stderr.write('The supergraph cannot be composed.\n');
    for (const fault of faultsOfMembers(members, failure.faults)) process.stderr.write(`${faultText(fault)}\n`);
    process.exitCode = 1;
  }
}

function write(composed: string, isFresh: boolean): void {
  if (!isFresh) writeFileSync(supergraphFile, composed);
  process.stdout.write(isFresh ? 'schema/supergraph.graphql is as it was.\n' : 'Wrote schema/supergraph.graphql.\n');
}

/** What is wrong with the graph, and with the operations that are published for it. */
function faultsOf(members: ReturnType<typeof readMembers>, released: string, composed: string): readonly Fault[] {
  return [...faultsOfGraph({ members, released, composed }), ...findOperationsBroken(composed, operationTexts())];
}

function tell(faults: readonly Fault[], isFresh: boolean): void {
  for (const fault of faults) process.stdout.write(`${faultText(fault)}\n`);
  process.exitCode = isFresh && faults.length === 0 ? 0 : 1;
  process.stdout.write(
    isFresh ? 'schema/supergraph.graphql is fresh.\n' : 'schema/supergraph.graphql is stale; run `npm run compose` and commit it.\n',
  );
}

/** The supergraph of the last commit: what was composed anew since is not released yet. Without git, the file as it is. */
function committed(): string {
  const { status, stdout } = spawnSync('git', ['show', 'HEAD:schema/supergraph.graphql'], {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return status === 0 && stdout !== '' ? stdout : readSupergraph();
}

/** The supergraph in a file as whoever asks names it. */
function graphIn(file: string): string {
  try {
    return readFileSync(resolve(process.env.INIT_CWD ?? process.cwd(), file), 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${String((error as NodeJS.ErrnoException).code)}). Name the file of a supergraph.`);
  }
}
