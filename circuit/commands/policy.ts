import { readRegistry, ServiceClient } from '@chancery/trust';
import { CommanderError, InvalidArgumentError } from 'commander';
import { policyDiff } from '../policy/policyDiff.ts';
import { tell } from '../policy/tell.ts';
import { type Home, homeOf } from '../supervisor/home.ts';
import { operatorOf } from '../supervisor/keys.ts';
import { readReady } from '../supervisor/readyFile.ts';
import { commandLine, complain } from './commandLine.ts';

interface Wish {
  readonly against: string;
  readonly json?: true;
  readonly from?: Date;
  readonly to?: Date;
}

const command = commandLine('npm run policy --', 'Weighs other rules against those by which the running circuit has decided.');
command
  .command('diff')
  .description('Decides again by other rules what is on record, and lists every verdict that would change.')
  .exitOverride()
  .requiredOption('--against <ref or folder>', 'a git ref of this repository, or a folder with policy/ and domain/')
  .option('--from <moment>', 'only what was decided since: 2026-03-01, 2026-03-01T09:00:00Z', moment)
  .option('--to <moment>', 'only what was decided before', moment)
  .option('--json', 'for programs')
  .addHelpText(
    'after',
    `
Of who asked, only duties, clearance, scopes and whether for the exchange is on record: so are its lines.
Exit code 0: no verdict would change; 1: some would; 2: it could not be told.`,
  )
  .action(async ({ json, ...wish }: Wish) => {
    const diff = await differing(homeOf(), wish);
    process.stdout.write(`${json ? JSON.stringify(diff, null, 2) : tell(diff)}\n`);
    process.exitCode = diff.changes.length === 0 && Object.keys(diff.verdicts).length === 0 ? 0 : 1;
  });

try {
  await command.parseAsync();
} catch (error) {
  // Here 1 is an answer; everything that goes wrong ends with 2.
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof CommanderError)) complain(error);
}

async function differing(home: Home, { against, ...span }: Wish) {
  if (!readReady(home)) throw new Error('No circuit runs here. Start one: npm start');
  const client = new ServiceClient(operatorOf(home), readRegistry(home.services));
  try {
    return await policyDiff(client, against, span);
  } finally {
    await client.close();
  }
}

function moment(text: string): Date {
  const found = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(found.getTime()))
    throw new InvalidArgumentError('Give a moment: 2026-03-01T09:00:00Z.');
  return found;
}
