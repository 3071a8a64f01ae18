import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { manifestFile, type OperationManifest, operationsFolder, readSupergraph, type TrustedOperation } from '@chancery/schema';
import { faultsOfOperations } from '@chancery/supergraph';
import { Command } from 'commander';
import { Kind, parse, print } from 'graphql';

const command = new Command('operations')
  .description('Writes schema/operations/manifest.json: the published operations by their hashes.')
  .option('--check', 'only say whether it is fresh, and each operation one that the graph answers')
  .parse();

const operations = readdirSync(operationsFolder)
  .filter((file) => file.endsWith('.graphql'))
  .sort()
  .map(readOperation);
const manifest: OperationManifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
const text = `${JSON.stringify(manifest, null, 2)}\n`;
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

/** What is hashed is the operation alone, printed: comments and spaces change nothing. A file is named after the operation in it. */
function readOperation(file: string): TrustedOperation {
  const document = parse(readFileSync(new URL(file, operationsFolder), 'utf8'));
  const [operation, ...others] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const name = operation?.name?.value ?? '';
  if (operation === undefined || others.length > 0 || operation.operation === 'subscription')
    throw new Error(`${file} holds one query or mutation, with its fragments.`);
  if (`${name.charAt(0).toLowerCase()}${name.slice(1)}.graphql` !== file) throw new Error(`${file} is named after its operation, ${name}.`);
  const body = print(document);
  return { id: createHash('sha256').update(body).digest('hex'), name, type: operation.operation, body };
}
