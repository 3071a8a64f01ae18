import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from '@chancery/domain';
import { withFolderLock } from '../embedded/index.ts';
import type { RenewalWish } from '../newcomers/acts/renew.ts';
import type { ConnectionWish } from '../newcomers/connecting.ts';
import type { Wish } from '../newcomers/joining.ts';
import { repository } from '../supervisor/home.ts';
import { commandLine, runCommand } from './commandLine.ts';

/** Each loads what it needs: who lists or renews composes nothing. */
const acts = {
  add: () => import('../newcomers/acts/add.ts'),
  remove: () => import('../newcomers/acts/remove.ts'),
  connect: () => import('../newcomers/acts/connect.ts'),
  renew: () => import('../newcomers/acts/renew.ts'),
  list: () => import('../newcomers/acts/list.ts'),
};

const command = commandLine(
  'npm run institution --',
  'Takes an institution into the exchange, or takes one out that has exchanged nothing.',
);
command.addHelpText(
  'after',
  `
A circuit that runs takes it in, and no request is lost; where none runs, the code is written and composed, and the next start takes it in.
What is broken off, wherever that was, is gone on with when the same is run again, and undone by remove; no other one is begun before.
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
    'a field of the kind, as often as needed: "parcel:String:The parcel by its number." Types: String, which it is where none is said, Text, Int, Float, Boolean, Date, DateTime, Decimal, [String!]',
    (written: string, before: readonly string[]) => [...before, written],
    [],
  )
  .action((wish: Wish & { readonly field: readonly string[] }) => alone(async () => (await acts.add()).add(wish, wish.field)));
command
  .command('remove')
  .description('undoes that, while it has no documents and was sent none')
  .requiredOption('--code <code>', 'its code: AGR')
  .action(({ code }: { readonly code: string }) => alone(async () => (await acts.remove()).remove(code)));
command
  .command('connect')
  .description('connects one that has a system of its own to the circuit that runs (docs/operations/connect.md); again: with new keys')
  .requiredOption('--code <code>', 'its code: WAT')
  .requiredOption('--name <name>', 'its name: "Water Agency"')
  .requiredOption('--server <name>', 'the name by which services know its server: water')
  .requiredOption('--url <url>', 'where it answers: https://host:port')
  .requiredOption('--sdl <file>', 'the SDL of its kinds', folderNamed)
  .requiredOption(
    '--into <folder>',
    'where to write what it is given: identity, certificate, services, the perimeter standard',
    folderNamed,
  )
  .action((wish: ConnectionWish) => alone(async () => (await acts.connect()).connect(wish)));
command
  .command('renew')
  .description('gives one that was connected a new certificate; what it has is good until it ends')
  .requiredOption('--code <code>', 'its code: WAT')
  .option('--into <folder>', 'where to write it; where it was written last when left out', folderNamed)
  .option('--key', 'also a new key for its mandates; the one before is believed until --end-old-key')
  .option('--end-old-key', 'writes nothing for it: its present key alone is believed from now on')
  .action((wish: RenewalWish) => alone(async () => (await acts.renew()).renew(wish)));
command
  .command('list')
  .description(
    'says of every server of institutions whether it answers, and when its certificate ends; exit code 1 where one is to be looked at',
  )
  .option('--json', 'for programs')
  .action(({ json }: { readonly json?: true }) => list(json ?? false));

await runCommand(command);

/** A folder as the person who asks names it, from where he is. */
function folderNamed(folder: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), folder);
}

async function list(isForPrograms: boolean): Promise<void> {
  const all = await (await acts.list()).standings();
  if (all.some(({ wrong }) => wrong !== null)) process.exitCode = 1;
  const rows = all.map(({ server, runs, certificateUntil, wrong, institutions }) => [
    server.padEnd(14),
    runs.padEnd(10),
    (certificateUntil ?? '-').padEnd(25),
    (wrong ?? 'well').padEnd(26),
    institutions,
  ]);
  const lines = [['server'.padEnd(14), 'came'.padEnd(10), 'certificate until'.padEnd(25), 'stands'.padEnd(26), 'serves'], ...rows];
  process.stdout.write(isForPrograms ? `${JSON.stringify(all, null, 2)}\n` : lines.map((line) => `${line.join(' ')}\n`).join(''));
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
