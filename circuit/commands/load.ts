import { setTimeout as pause } from 'node:timers/promises';
import { readRegistry, ServiceClient } from '@chancery/trust';
import type { Command } from 'commander';
import { CatalogueOperator } from '../client/catalogueOperator.ts';
import { batchesOf, importers, type LoadSource, type LoadTally, load, openFolder } from '../load/index.ts';
import { progressView } from '../replay/progressBar.ts';
import { enrol } from '../seeds/enrol.ts';
import { type Home, homeOf } from '../supervisor/home.ts';
import { operatorOf } from '../supervisor/keys.ts';
import { readReady } from '../supervisor/readyFile.ts';
import { commandLine, runCommand, wholeNumber } from './commandLine.ts';

/** The server of institutions without one of their own: all that are loaded are. */
const HOST = 'hosted';

interface Wish {
  readonly atOnce: number;
  readonly timeout: number;
}

const command: Command = commandLine(
  'npm run load --',
  'Enters documents of the public data in the running circuit, as filed before it was there.',
)
  .argument('<folders...>', 'folders that hold documents.csv.gz, letters.jsonl.gz or fr_documents_*.json')
  .option('--at-once <number>', 'how many batches of up to 500 documents are on their way at a time', wholeNumber(1, 32), 4)
  .option('--timeout <seconds>', 'how long to wait until the catalogue has them all', wholeNumber(1, 86_400), 900)
  .addHelpText(
    'after',
    '\nIt can be stopped (Ctrl-C) and run again: what is there already is left as it is. Nothing is entered of folders that hold something that cannot be used.\nExit code 0: all is entered; 1: not, and why; 2: asked for wrongly; 130: stopped.',
  )
  .action(run);

await runCommand(command);

async function run(folders: readonly string[], wish: Wish): Promise<void> {
  const home = homeOf();
  if (!readReady(home)) throw new Error('No circuit runs here. Start one: npm start');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const sources: LoadSource[] = [];
  for (const folder of folders) sources.push(await openFolder(folder));
  for (const source of sources) {
    if (stopping.signal.aborted) break;
    await enter(home, source, wish, stopping.signal);
  }
  if (stopping.signal.aborted) process.stdout.write('Stopped. Run it again to go on.\n');
  else await untilInCatalogue(home, wish.timeout * 1_000);
  process.exitCode = stopping.signal.aborted ? 130 : 0;
}

async function enter(home: Home, source: LoadSource, { atOnce }: Wish, signal: AbortSignal): Promise<void> {
  const registry = readRegistry(home.services);
  const client = new ServiceClient(operatorOf(home), registry);
  for (const remark of source.remarks) process.stderr.write(`${source.name}: ${remark}\n`);
  const view = progressView(source.documents.length);
  const show = ({ imported, known }: LoadTally) => view.show({ replayed: imported, known, failed: 0 });
  try {
    await enrol(client, source.institutions, importers(source.institutions), { newOfficialsOnly: true });
    const startedAt = performance.now();
    const batches = batchesOf(source.documents);
    const hosts = { client, source: source.name, batches, serverOf: () => HOST, atOnce, signal };
    const { imported, known } = await load({ ...hosts, onProgress: show }).finally(() => view.end());
    const took = (performance.now() - startedAt) / 1_000;
    process.stdout.write(
      `${source.name}: ${imported} documents of ${source.institutions.length} institutions, already there ${known}; ` +
        `${took.toFixed(1)} s, ${Math.round((imported + known) / took)} documents/s\n`,
    );
  } finally {
    await client.close();
  }
}

/** What was entered is told in events of `hosted`: the catalogue has it a little later. That of others may be away. */
async function untilInCatalogue(home: Home, timeoutMs: number): Promise<void> {
  const operator = new CatalogueOperator(operatorOf(home), readRegistry(home.services));
  const startedAt = performance.now();
  try {
    while (!(await operator.standing()).some(({ source, caughtUp }) => source === HOST && caughtUp === true)) {
      if (performance.now() - startedAt > timeoutMs) throw new Error('The catalogue has not caught up yet; it goes on by itself.');
      await pause(250);
    }
  } finally {
    await operator.close();
  }
  process.stdout.write(`The catalogue had all of it ${((performance.now() - startedAt) / 1_000).toFixed(1)} s later.\n`);
}
