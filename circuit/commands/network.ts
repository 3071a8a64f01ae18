import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renewed } from '../network/networkPage.ts';
import { addressFile, hosts, rulesOf } from '../network/nftables.ts';
import { repository } from '../supervisor/home.ts';
import { commandLine, runCommand, UsageError } from './commandLine.ts';

const page = join(repository, 'docs/operations/network.md');
const folder = join(repository, 'docs/operations/nftables');

const command = commandLine('npm run network --', 'Renews docs/operations/network.md and the nftables files from circuit/network.')
  .option('--check', 'write nothing; fail where they are not what the list says')
  .action(({ check }: { check?: true }) => (check ? compare() : write()));
command
  .command('nftables')
  .description('prints the rules of one host')
  .requiredOption('--host <name>', 'whose: gateway, exchange, justice, … (docs/operations/nftables has a file for each)')
  .action(({ host }: { host: string }) => print(host));

await runCommand(command);

/** What the list makes, by file. */
function made(): ReadonlyMap<string, string> {
  return new Map([
    [page, renewed(readFileSync(page, 'utf8'))],
    [join(folder, 'addresses.nft'), addressFile()],
    ...hosts.map((host) => [join(folder, `${host.name}.nft`), rulesOf(host)] as const),
  ]);
}

function write(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of made()) writeFileSync(file, text);
}

function compare(): void {
  const files = made();
  const stale = [...files].filter(([file, text]) => textOf(file) !== text).map(([file]) => file);
  const left = filesIn(folder).filter((file) => !files.has(file));
  const wrong = [...stale, ...left].map((file) => file.slice(repository.length));
  if (wrong.length > 0) throw new Error(`Not what circuit/network says: ${wrong.join(', ')}. Renew them: npm run network`);
}

function print(name: string): void {
  const host = hosts.find((each) => each.name === name);
  if (host === undefined) throw new UsageError(`${name} is no host of ours. There are: ${hosts.map((each) => each.name).join(', ')}`);
  process.stdout.write(rulesOf(host));
}

function textOf(file: string): string | undefined {
  return filesIn(join(file, '..')).includes(file) ? readFileSync(file, 'utf8') : undefined;
}

function filesIn(place: string): readonly string[] {
  try {
    return readdirSync(place).map((name) => join(place, name));
  } catch {
    return [];
  }
}
