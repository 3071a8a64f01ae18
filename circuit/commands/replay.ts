import { join } from 'node:path';
import { readRegistry, ServiceClient } from '@chancery/trust';
import type { Command } from 'commander';
import { GatewayClient } from '../client/gatewayClient.ts';
import { readIssuerKey } from '../issuer/issuerKey.ts';
import { tokenSource } from '../issuer/issueToken.ts';
import { type ChosenRows, chooseRows, Journal, openSource, participantsOf, replay, type SourceFile } from '../replay/index.ts';
import { progressView } from '../replay/progressBar.ts';
import { castOf } from '../seeds/cast.ts';
import { enrol } from '../seeds/enrol.ts';
import { type Home, homeOf } from '../supervisor/home.ts';
import { operatorOf } from '../supervisor/keys.ts';
import { readReady } from '../supervisor/readyFile.ts';
import { commandLine, runCommand, wholeNumber } from './commandLine.ts';

interface Wish {
  readonly rows: number;
  readonly first?: boolean;
  readonly clients: number;
}

const command: Command = commandLine('npm run replay --', 'Replays a register of real draft rules through the running circuit.')
  .argument('<folder>', 'the folder that holds oira_reviews.csv.gz')
  .option('--rows <number>', 'how many rows, spread evenly over the file', wholeNumber(1, 1_000_000), 2_000)
  .option('--first', 'the first rows instead')
  .option('--clients <number>', 'how many rows are on their way at a time', wholeNumber(1, 200), 16)
  .addHelpText('after', '\nIt can be stopped (Ctrl-C) and run again: a row that is through is not replayed twice.')
  .action(run);

await runCommand(command);

async function run(folder: string, wish: Wish): Promise<void> {
  const home = homeOf();
  const source = openSource(folder);
  const graphql = readReady(home)?.graphql;
  const issuer = readIssuerKey(home);
  if (!graphql || !issuer) throw new Error('No circuit runs here. Start one: npm start');
  const chosen = await chooseRows(source, wish.rows, wish.first);
  const { institutions, officials } = participantsOf(chosen.good);
  await withOperator(home, (client) => enrol(client, institutions, officials));

  const client = new GatewayClient(graphql, tokenSource(issuer));
  const cast = castOf(officials);
  const deskOf = ({ number }: { number: number }) => ({ client, cast, requests: `replay:${source.name}:${number}` });
  await showing(home, source, chosen, wish, deskOf);
}

async function showing(home: Home, source: SourceFile, chosen: ChosenRows, wish: Wish, deskOf: Parameters<typeof replay>[0]['deskOf']) {
  const { good, bad, total } = chosen;
  process.stderr.write(`${good.length + bad.length} of ${total} rows, ${wish.first ? 'the first' : 'spread evenly'}\n`);
  for (const { number, reason } of bad) process.stderr.write(`row ${number} is skipped: ${reason}\n`);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const view = progressView(good.length);
  const failures: string[] = [];
  const startedAt = performance.now();
  const tally = await replay({
    rows: good,
    journal: new Journal(join(home.replay, `${source.name}.rows`)),
    deskOf,
    atOnce: wish.clients,
    signal: stopping.signal,
    onProgress: (tally) => view.show(tally),
    onFailure: ({ number }, { message }) => failures.push(`row ${number} failed: ${message}`),
  }).finally(() => {
    view.end();
    for (const failure of failures) process.stderr.write(`${failure}\n`);
  });
  const took = (performance.now() - startedAt) / 1000;
  const rate = `${(tally.replayed / took).toFixed(1)} rows/s`;
  process.stdout.write(
    `replayed ${tally.replayed}, already there ${tally.known}, bad ${bad.length}, failed ${tally.failed}; ${took.toFixed(1)} s, ${rate}\n`,
  );
  if (stopping.signal.aborted) process.stdout.write('Stopped. Run it again to go on.\n');
  process.exitCode = tally.failed > 0 ? 1 : stopping.signal.aborted ? 130 : 0;
}

/** Lends a client that speaks as the circuit's operator. */
async function withOperator(home: Home, work: (client: ServiceClient) => Promise<void>): Promise<void> {
  const client = new ServiceClient(operatorOf(home), readRegistry(home.services));
  try {
    await work(client);
  } finally {
    await client.close();
  }
}
