import { setTimeout as pause } from 'node:timers/promises';
import { readRegistry } from '@chancery/trust';
import { CatalogueOperator, type FeedStanding } from '../client/catalogueOperator.ts';
import { type Home, homeOf } from '../supervisor/home.ts';
import { operatorOf } from '../supervisor/keys.ts';
import { seconds } from '../supervisor/progress.ts';
import { readReady } from '../supervisor/readyFile.ts';
import { commandLine, runCommand, wholeNumber } from './commandLine.ts';

const lookAgainMs = 250;
const lineEveryMs = 5_000;

const command = commandLine('npm run rebuild --', 'Makes the catalogue of the running circuit again from the events of all services.')
  .option('--timeout <seconds>', 'how long to wait until it has caught up', wholeNumber(1, 86_400), 600)
  .addHelpText(
    'after',
    `
Lists and statistics answer all the while with what is there already.
Exit code 0: the catalogue has caught up; 1: it has not, or no circuit runs; 2: asked for wrongly.`,
  )
  .action(({ timeout }: { timeout: number }) => rebuild(homeOf(), timeout * 1_000));

await runCommand(command);

/** Begins anew and tells how far it has come until every feed is followed to its end; throws when that takes too long. */
async function rebuild(home: Home, timeoutMs: number): Promise<void> {
  if (!readReady(home)) throw new Error('No circuit runs here. Start one: npm start');
  const operator = new CatalogueOperator(operatorOf(home), readRegistry(home.services));
  try {
    await untilCaughtUp(operator, timeoutMs);
  } finally {
    await operator.close();
  }
}

async function untilCaughtUp(operator: CatalogueOperator, timeoutMs: number): Promise<void> {
  const tell = tellOn(process.stderr);
  const startedAt = performance.now();
  const before = await operator.standing();
  await operator.rebuild();
  for (;;) {
    await pause(lookAgainMs);
    const feeds = await operator.standing();
    tell(progressOf(feeds, before));
    if (feeds.every(({ caughtUp }) => caughtUp === true)) break;
    if (performance.now() - startedAt > timeoutMs) throw new Error(`The catalogue has not caught up: ${behind(feeds).join(', ')}.`);
  }
  end(`The catalogue is made again from ${eventsOf(await operator.standing())} events in ${seconds(performance.now() - startedAt)}.`);
}

function progressOf(feeds: readonly FeedStanding[], before: readonly FeedStanding[]): string {
  const waiting = behind(feeds);
  const rest = waiting.length === 0 ? '' : `; still behind: ${waiting.join(', ')}`;
  return `${eventsOf(feeds)} of ${Math.max(eventsOf(before), eventsOf(feeds))} events${rest}`;
}

function eventsOf(feeds: readonly FeedStanding[]): number {
  return feeds.reduce((sum, { position }) => sum + position, 0);
}

function behind(feeds: readonly FeedStanding[]): readonly string[] {
  const late = feeds.filter(({ caughtUp }) => caughtUp !== true);
  return late.map(({ source, caughtUp }) => (caughtUp === null ? `${source} (does not answer)` : source));
}

/** On a terminal one line that changes; elsewhere a line every few seconds. */
function tellOn(stream: NodeJS.WriteStream): (line: string) => void {
  let said = Date.now();
  return (line) => {
    if (stream.isTTY) return void stream.write(`\r\u001b[2K${line}`);
    if (Date.now() - said < lineEveryMs) return;
    said = Date.now();
    stream.write(`${line}\n`);
  };
}

function end(line: string): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
  process.stdout.write(`${line}\n`);
}
