import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '@chancery/domain';
import { CompositionFailed } from '@chancery/supergraph';
import { withFolderLock } from '../embedded/index.ts';
import { eraseCode, writeCode, writeGraph } from '../newcomers/code.ts';
import { type ConnectionWish, connectionOf, issueCredentials, writeSdl } from '../newcomers/connecting.ts';
import { type ContentField, parseField, usualFields } from '../newcomers/contentField.ts';
import { requireNoDocuments } from '../newcomers/documents.ts';
import { newcomerNamed, newcomerOf, Taken, type Wish } from '../newcomers/joining.ts';
import { readNewcomers } from '../newcomers/membersFile.ts';
import { graphConnecting, graphWith, graphWithout } from '../newcomers/plan.ts';
import { RunningCircuit } from '../newcomers/runningCircuit.ts';
import { committedGraph } from '../supervisor/graphFile.ts';
import { homeOf, repository } from '../supervisor/home.ts';
import { Progress, unlessNotDone } from '../supervisor/progress.ts';
import { commandLine, runCommand, UsageError } from './commandLine.ts';

const command = commandLine(
  'npm run institution --',
  'Takes an institution into the exchange, or takes one out that has exchanged nothing.',
);
command.addHelpText(
  'after',
  `
A circuit that runs takes it in, and no request is lost; where none runs, the code is written and composed, and the next start takes it in.
What is broken off is gone on with when the same is run again.
Exit code 0: done; 1: not done, and why; 2: asked for wrongly, and nothing was touched.`,
);
command
  .command('add')
  .description('writes its folder, composes, and has the circuit take it in')
  .requiredOption('--code <code>', 'its code, for good: AGR')
  .requiredOption('--name <name>', 'its name: "Ministry of Agriculture"')
  .requiredOption('--kind <kind>', 'its first kind of documents: FarmSubsidy')
  .option('--server <name>', 'the name of its server and folder; agriculture of a Ministry of Agriculture, else the code, when left out')
  .option(
    '--field <name:type:description>',
    'a field of the kind, as often as needed: "parcel:String:The parcel by its number." Types: String, Text, Int, Float, Boolean, Date, DateTime, Decimal, [String!]',
    (written: string, before: readonly string[]) => [...before, written],
    [],
  )
  .action((wish: Wish & { readonly field: readonly string[] }) => alone(() => add(wish, wish.field)));
command
  .command('remove')
  .description('undoes that, while it has no documents and was sent none')
  .requiredOption('--code <code>', 'its code: AGR')
  .action(({ code }: { readonly code: string }) => alone(() => remove(code)));
command
  .command('connect')
  .description('connects one that has a system of its own to the circuit that runs (docs/operations/connect.md); again: with new keys')
  .requiredOption('--code <code>', 'its code: WAT')
  .requiredOption('--name <name>', 'its name: "Water Agency"')
  .requiredOption('--server <name>', 'the name by which services know its server: water')
  .requiredOption('--url <url>', 'where it answers: https://host:port')
  .requiredOption('--sdl <file>', 'the SDL of its kinds')
  .requiredOption('--into <folder>', 'where to write what it is given: identity, certificate, services, the perimeter standard')
  .action((wish: ConnectionWish) => alone(() => connect(wish)));

await runCommand(command);

async function add(wish: Wish, written: readonly string[]): Promise<void> {
  const { newcomer, fields } = await asked(() => {
    const fields: readonly ContentField[] = written.length === 0 ? usualFields : written.map(parseField);
    return { newcomer: newcomerOf(wish, fields), fields };
  });
  const { code, name, kind, server } = newcomer;
  const home = homeOf();
  const progress = new Progress();
  const graph = await asked(() => graphWith(newcomer, fields));
  const circuit = RunningCircuit.of(home);
  await asked(() => circuit?.requireFree(newcomer));
  await progress.step('code', async () => writeCode(newcomer, fields, graph));
  if (circuit === undefined) {
    progress.say(
      `No circuit runs here: ${name} (${code}) is written in subgraphs/institutions/${server}, and composed. npm start takes it in.`,
    );
    return;
  }
  await progress.step('server', () => circuit.settle(readNewcomers(), newcomer));
  await unlessNotDone(progress, () => progress.step('directory', () => circuit.enter(newcomer)));
  await progress.step('graph', () => circuit.serve(graph));
  await unlessNotDone(progress, () => progress.step(`draft${kind}`, () => circuit.answers(newcomer)));
  progress.say(`${name} (${code}) takes part. Its files: subgraphs/institutions/${server}`);
}

/** First nothing new can be begun there; then, where nothing has been meanwhile, it goes. */
async function remove(written: string): Promise<void> {
  const newcomer = await asked(() => newcomerNamed(written));
  const home = homeOf();
  const progress = new Progress();
  const graph = graphWithout(newcomer);
  await requireNoDocuments(home, newcomer, process.env);
  const circuit = RunningCircuit.of(home);
  if (circuit !== undefined) {
    await progress.step('graph', () => circuit.serve(graph));
    await progress.step('directory', () => circuit.dismiss(newcomer));
    await progress
      .step('no documents', () => requireNoDocuments(home, newcomer, process.env))
      .catch(async (error: unknown) => {
        await circuit.enter(newcomer);
        await circuit.serve(committedGraph());
        throw error;
      });
    await progress.step('server', () =>
      circuit.settle(
        readNewcomers().filter(({ code }) => code !== newcomer.code),
        newcomer,
      ),
    );
  }
  await progress.step('code', async () => eraseCode(newcomer, graph));
  progress.say(`${newcomer.name} (${newcomer.code}) takes part no more.`);
}

async function connect(wish: ConnectionWish): Promise<void> {
  const home = homeOf();
  const circuit = RunningCircuit.of(home);
  if (circuit === undefined) throw new Error('No circuit runs here. Start one: npm start');
  const { connection, graph } = await asked(async () => {
    const connection = connectionOf(wish);
    await circuit.requireFree(connection);
    return { connection, graph: graphConnecting(connection) };
  });
  const progress = new Progress();
  await progress.step('code', async () => {
    writeSdl(connection);
    writeGraph(graph);
  });
  await progress.step('credentials', () => issueCredentials(home, connection));
  await unlessNotDone(progress, () => progress.step('directory', () => circuit.enter(connection)));
  await progress.step('graph', () => circuit.serve(graph));
  progress.say(
    `${connection.name} (${connection.code}) is connected. What it is given is in ${connection.into}: hand it over, and keep none of it.`,
  );
}

/** What was asked for wrongly is said before anything is touched. */
async function asked<Result>(read: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refusal) throw new UsageError(`${error.code} (§${error.clause}): ${error.message}`);
    if (error instanceof Taken || error instanceof CompositionFailed) throw new UsageError(error.message);
    throw error;
  }
}

/** Two of them at once would write the same files. */
function alone(work: () => Promise<void>): Promise<void> {
  const folder = join(repository, '.chancery');
  mkdirSync(folder, { recursive: true });
  return withFolderLock(join(folder, 'institution.lock'), async () => {
    try {
      await work();
    } catch (error) {
      if (error instanceof Refusal) throw new Error(`${error.code} (§${error.clause}): ${error.message}`, { cause: error });
      throw error;
    }
  });
}
