import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manifestFile, readSupergraph } from '@chancery/schema';
import { faultsOfOperations } from '@chancery/supergraph';
import { clientCodes } from '../operations/clientCodes.ts';
import { clientOperations } from '../operations/clientOperations.ts';
import { clientTypes } from '../operations/clientTypes.ts';
import { manifestText, purposeOf, readOperations } from '../operations/published.ts';
import { commandLine, runCommand } from './commandLine.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const generated = new URL('../../client/generated/', import.meta.url);

/** A file and what is to be in it. */
type Written = readonly [file: URL, text: string];

await runCommand(
  commandLine(
    'npm run operations --',
    'Writes schema/operations/manifest.json, the published operations by their hashes, and client/generated, their types.',
  )
    .option('--check', 'only say whether they are fresh, and each operation one that the graph answers')
    .action(publish),
);

async function publish({ check = false }: { readonly check?: boolean }): Promise<void> {
  const operations = readOperations();
  const faults = faultsOfOperations(readSupergraph(), operations);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
  if (faults.length > 0) return;
  const stale = (await made(operations)).filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  const names = stale.map(([file]) => fileURLToPath(file).slice(root.length)).join(', ');
  if (check) {
    const whatToDo = `${names}: stale; run \`npm run operations\` and commit it.`;
    process.stdout.write(stale.length === 0 ? `${operations.length} published operations.\n` : `${whatToDo}\n`);
    process.exitCode = stale.length === 0 ? 0 : 1;
    return;
  }
  for (const [file, text] of stale) writeFileSync(file, text);
  process.stdout.write(`${operations.length} published operations; ${stale.length === 0 ? 'all is as it was' : `written: ${names}`}.\n`);
}

/** What is written, from the operations that the graph answers. */
async function made(operations: ReturnType<typeof readOperations>): Promise<readonly Written[]> {
  return [
    [manifestFile, manifestText(operations)],
    [new URL('types.ts', generated), await clientTypes(readSupergraph(), operations)],
    [new URL('operations.ts', generated), clientOperations(operations.map((each) => ({ ...each, purpose: purposeOf(each) })))],
    [new URL('codes.ts', generated), clientCodes()],
  ];
}
