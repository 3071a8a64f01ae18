import { Refusal } from '@chancery/domain';
import { Command, CommanderError, type ErrorOptions, type HelpContext, InvalidArgumentError } from 'commander';

/** A command of a circuit: usage errors end with 2, everything that goes wrong later with 1. */
export const commandLine = (name: string, description: string): Command => new CircuitCommand(name).description(description).exitOverride();

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
  const said =
    error instanceof Refusal
      ? `${error.code} (§${error.clause}): ${error.message}`
      : error instanceof Error
        ? error.message
        : String(error);
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

/** Says in one line what is wrong with how it was called, and how it is called. */
class CircuitCommand extends Command {
  constructor(name?: string) {
    super(name);
    this.configureHelp({ commandUsage: calledSo });
  }

  override createCommand(name?: string): Command {
    return new CircuitCommand(name);
  }

  override error(message: string, options?: ErrorOptions): never {
    const said = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
    super.error(`${/[.)?]$/.test(said) ? said : `${said}.`} It is called so: ${calledSo(this)} (--help says more)`, options);
  }

  /** Where words are missing commander would show all its help. */
  override help(context?: HelpContext | ((text: string) => string)): never {
    if (typeof context === 'object' && context.error) this.error(`Say what to do: ${this.commands.map((each) => each.name()).join(', ')}.`);
    return super.help(typeof context === 'function' ? undefined : context);
  }
}

/** `npm run institution -- remove --code <code>`: with what it cannot do without. */
function calledSo(command: Command): string {
  const names = command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`;
  const must = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags);
  const may = command.options.some(({ mandatory }) => !mandatory) ? ['[options]'] : [];
  const below = command.commands.length > 0 && command.registeredArguments.length === 0 ? ['[command]'] : [];
  const words = command.registeredArguments.map((word) => {
    const said = `${word.name()}${word.variadic ? '...' : ''}`;
    return word.required ? `<${said}>` : `[${said}]`;
  });
  return [names, ...must, ...may, ...words, ...below].join(' ');
}

// `--help` is an error to commander too, with the exit code 0.
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError ? 2 : 1;
}
