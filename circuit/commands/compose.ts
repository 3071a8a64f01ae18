import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readSupergraph, supergraphFile } from '@chancery/schema';
import { CompositionFailed, compose, faultsOfGraph, faultsOfOperations, faultText } from '@chancery/supergraph';
import { Command } from 'commander';
import { readMembers } from '../members.ts';
import { readOperations } from '../operations/published.ts';
import { repository } from '../supervisor/home.ts';

const command = new Command('npm run compose --')
  .description("Composes the members' SDL into schema/supergraph.graphql.")
  .option('--check', 'writes nothing; says whether the committed file is what composition gives, and what is wrong with the graph')
  .option('--against <file>', 'with --check: the supergraph that others rely on; that of the last commit when left out')
  .addHelpText(
    'after',
    `
--check finds what breaks operations and fields that are released, security directives that are lost, members whose standard is another one,
kinds without a draft command, and what has no description; each with file, line and what to do.
Exit code 0: all is well; 1: it does not compose, is stale, or something is wrong.`,
  )
  .parse();
const { check, against } = command.opts<{ check?: true; against?: string }>();

try {
  const members = readMembers();
  const { supergraphSdl, hints } = compose(members);
  for (const hint of hints) process.stderr.write(`hint: ${hint}\n`);
  const isFresh = existsSync(supergraphFile) && readSupergraph() === supergraphSdl;
  if (check) {
    const released = against === undefined ? committed() : readFileSync(against, 'utf8');
    const broken = isFresh ? [] : await faultsOfOperations(supergraphSdl, readOperations());
    const faults = [
      ...faultsOfGraph({ members, released, composed: supergraphSdl }).map(faultText),
      ...broken.map((fault) => `schema/operations: the published operation ${fault} Leave in the graph what it asks for.`),
    ];
    for (const fault of faults) process.stdout.write(`${fault}\n`);
    process.exitCode = isFresh && faults.length === 0 ? 0 : 1;
    process.stdout.write(
      isFresh ? 'schema/supergraph.graphql is fresh.\n' : 'schema/supergraph.graphql is stale; run `npm run compose` and commit it.\n',
    );
  } else {
    if (!isFresh) writeFileSync(supergraphFile, supergraphSdl);
    process.stdout.write(isFresh ? 'schema/supergraph.graphql is as it was.\n' : 'Wrote schema/supergraph.graphql.\n');
  }
} catch (failure) {
  if (!(failure instanceof CompositionFailed)) throw failure;
  process.stderr.write(`${failure.message}\n`);
  process.exitCode = 1;
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
