import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readLedger } from '../clauses/ledger.ts';
import { ledgerPage } from '../clauses/ledgerPage.ts';
import { commandLine, runCommand } from './commandLine.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const name = 'docs/regulation/traceability.md';
const file = `${root}${name}`;

await runCommand(
  commandLine(
    'npm run traceability --',
    `Writes ${name}: for each clause of the regulation the rule, the code that carries it out, and the test that proves it.`,
  )
    .option('--check', 'only say whether the committed file is fresh, and whether every clause is carried out and proved')
    .action(({ check = false }: { readonly check?: boolean }) => (check ? compare() : write())),
);

function compare(): void {
  const { faults, entries, page } = ledger();
  const said = isFresh(page) ? faults : [`${name} is stale; run \`npm run traceability\` and commit it.`, ...faults];
  process.stdout.write(
    said.length === 0 ? `${entries.length} clauses, each carried out and proved, or procedural.\n` : `${said.join('\n')}\n`,
  );
  process.exitCode = said.length === 0 ? 0 : 1;
}

function write(): void {
  const { faults, page } = ledger();
  const wasFresh = isFresh(page);
  if (!wasFresh) writeFileSync(file, page);
  process.stdout.write(wasFresh ? `${name} is as it was.\n` : `Wrote ${name}.\n`);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
}

function ledger() {
  const { entries, faults } = readLedger(root);
  return { entries, faults, page: ledgerPage(entries) };
}

function isFresh(page: string): boolean {
  return existsSync(file) && readFileSync(file, 'utf8') === page;
}
