import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { manifestFile, readSupergraph } from '@chancery/schema';
import { faultsOfOperations } from '@chancery/supergraph';
import { Command } from 'commander';
import { manifestText, readOperations } from '../operations/published.ts';

const command = new Command('operations')
  .description('Writes schema/operations/manifest.json: the published operations by their hashes.')
  .option('--check', 'only say whether it is fresh, and each operation one that the graph answers')
  .parse();

const operations = readOperations();
const text = manifestText(operations);
const faults = await faultsOfOperations(readSupergraph(), operations);
const isFresh = existsSync(manifestFile) && readFileSync(manifestFile, 'utf8') === text;
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (command.opts<{ check?: true }>().check) {
  const stale = 'schema/operations/manifest.json is stale; run `npm run operations` and commit it.';
  process.stdout.write(isFresh ? `${operations.length} published operations.\n` : `${stale}\n`);
  process.exitCode = isFresh && faults.length === 0 ? 0 : 1;
} else {
  if (faults.length === 0 && !isFresh) writeFileSync(manifestFile, text);
  process.stdout.write(`${operations.length} published operations; the manifest is ${isFresh ? 'as it was' : 'written'}.\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
