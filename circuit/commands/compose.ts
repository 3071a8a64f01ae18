import { existsSync, writeFileSync } from 'node:fs';
import { readSupergraph, supergraphFile } from '@chancery/schema';
import { CompositionFailed, compose } from '@chancery/supergraph';
import { Command } from 'commander';
import { readMembers } from '../members.ts';

const command = new Command('compose')
  .description("Composes the members' SDL into schema/supergraph.graphql.")
  .option('--check', 'only say whether the committed file is what composition gives')
  .parse();

try {
  const { supergraphSdl, hints } = compose(readMembers());
  for (const hint of hints) process.stderr.write(`hint: ${hint}\n`);
  const isFresh = existsSync(supergraphFile) && readSupergraph() === supergraphSdl;
  if (command.opts<{ check?: true }>().check) {
    process.exitCode = isFresh ? 0 : 1;
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
