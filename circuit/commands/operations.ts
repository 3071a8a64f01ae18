import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manifestFile, readSupergraph } from '@chancery/schema';
import { faultsOfOperations } from '@chancery/supergraph';
import { Command } from 'commander';
import { clientCodes } from '../operations/clientCodes.ts';
import { clientOperations } from '../operations/clientOperations.ts';
import { clientTypes } from '../operations/clientTypes.ts';
import { manifestText, purposeOf, readOperations } from '../operations/published.ts';

const command = new Command('operations')
  .description('Writes schema/operations/manifest.json, the published operations by their hashes, and client/generated, their types.')
  .option('--check', 'only say whether they are fresh, and each operation one that the graph answers')
  .parse();

const operations = readOperations();
const faults = faultsOfOperations(readSupergraph(), operations);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exit(1);

const generated = new URL('../../client/generated/', import.meta.url);
/** What is written, from the operations that the graph answers. */
const written: readonly (readonly [file: URL, text: string])[] = [
  [manifestFile, manifestText(operations)],
  [new URL('types.ts', generated), await clientTypes(readSupergraph(), operations)],
  [new URL('operations.ts', generated), clientOperations(operations.map((each) => ({ ...each, purpose: purposeOf(each) })))],
  [new URL('codes.ts', generated), clientCodes()],
];
const stale = written.filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
const names = stale.map(([file]) => fileURLToPath(file).slice(fileURLToPath(new URL('../../', import.meta.url)).length)).join(', ');
if (command.opts<{ check?: true }>().check) {
  const whatToDo = `${names}: stale; run \`npm run operations\` and commit it.`;
  process.stdout.write(stale.length === 0 ? `${operations.length} published operations.\n` : `${whatToDo}\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [file, text] of stale) writeFileSync(file, text);
  process.stdout.write(`${operations.length} published operations; ${stale.length === 0 ? 'all is as it was' : `written: ${names}`}.\n`);
}
