import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { readLedger } from '../clauses/ledger.ts';
import { ledgerPage } from '../clauses/ledgerPage.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const name = 'docs/regulation/traceability.md';
const file = `${root}${name}`;

const command = new Command('traceability')
  .description(`Writes ${name}: for each clause of the regulation the rule, the code that carries it out, and the test that proves it.`)
  .option('--check', 'only say whether the committed file is fresh, and whether every clause is carried out and proved')
  .parse();

const { entries, faults } = readLedger(root);
const page = ledgerPage(entries);
const isFresh = existsSync(file) && readFileSync(file, 'utf8') === page;
if (command.opts<{ check?: true }>().check) {
  const said = isFresh ? faults : [`${name} is stale; run \`npm run traceability\` and commit it.`, ...faults];
  process.stdout.write(
    said.length === 0 ? `${entries.length} clauses, each carried out and proved, or procedural.\n` : `${said.join('\n')}\n`,
  );
  process.exitCode = said.length === 0 ? 0 : 1;
} else {
  if (!isFresh) writeFileSync(file, page);
  process.stdout.write(isFresh ? `${name} is as it was.\n` : `Wrote ${name}.\n`);
  for (const fault of faults) process.stdout.write(`${fault}\n`);
}
