import { Command, CommanderError, InvalidArgumentError } from 'commander';

/** A command of a circuit: usage errors end with 2, everything that goes wrong later with 1. */
export const commandLine = (name: string, description: string): Command => new Command(name).description(description).exitOverride();

/** Runs what the words of the command line ask for. An error is said in one sentence on stderr; its stack only when `DEBUG` is set. */
export async function runCommand(command: Command): Promise<void> {
  try {
    await command.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeOf(error);
    if (!(error instanceof CommanderError)) complain(error);
  }
}

/** How a command ends that was asked for wrongly, though commander could not know. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Says on stderr what went wrong. */
export function complain(error: unknown): void {
  const said = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${process.env.DEBUG && error instanceof Error ? error.stack : said}\n`);
}

/** A whole number between two others; for commander's options. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > most)
      throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
    return number;
  };

/** A moment that has been, as RFC 3339 writes it; for commander's options. */
export function moment(text: string): Date {
  const read = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(read.getTime()) || read > new Date())
    throw new InvalidArgumentError('Give a moment that has been, with its zone: 2026-03-01T09:30:00Z.');
  return read;
}

// `--help` is an error to commander too, with the exit code 0.
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError ? 2 : 1;
}
