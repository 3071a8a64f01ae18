import type { WriteStream } from 'node:tty';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** A step was left undone, and the rest can go on without it. */
export class NotDone extends Error {
  override readonly name: string = 'NotDone';
}

/** Tells a person which steps run and how long each took: one line for each; on a terminal also what is still awaited. */
export class Progress {
  readonly #out: Pick<WriteStream, 'write' | 'isTTY'>;
  readonly #awaited = new Set<string>();
  #frame = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(out: Pick<WriteStream, 'write' | 'isTTY'> = process.stdout) {
    this.#out = out;
  }

  /** Runs a step under a name, and says when it is done, or that it failed. Steps may run side by side. */
  async step<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    this.#await(name);
    try {
      const result = await run();
      this.#done(name, `✓ ${name.padEnd(24)} ${seconds(performance.now() - startedAt)}`);
      return result;
    } catch (error) {
      this.#done(name, error instanceof NotDone ? `– ${name.padEnd(24)} not done` : `✗ ${name.padEnd(24)} failed`);
      throw error;
    }
  }

  /** Says something beside the steps. */
  say(line: string): void {
    if (this.#isClosed) return;
    this.#clear();
    this.#out.write(`  ${line}\n`);
  }

  /** Says nothing more: how a step ends that is broken off tells nobody anything. */
  close(): void {
    this.#clear();
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  #await(name: string): void {
    this.#awaited.add(name);
    if (this.#isClosed) return;
    if (this.#out.isTTY) this.#timer ??= setInterval(() => this.#spin(), 100).unref();
  }

  #done(name: string, line: string): void {
    this.#awaited.delete(name);
    this.say(line);
    if (this.#awaited.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #spin(): void {
    this.#frame = (this.#frame + 1) % frames.length;
    this.#clear();
    this.#out.write(`  ${frames[this.#frame]} ${[...this.#awaited].join(', ').slice(0, 70)}`);
  }

  #clear(): void {
    if (this.#out.isTTY) this.#out.write('\r\u001b[2K');
  }
}

/** A time as people read it: `1.4 s`. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** What the rest can go on without is said, and does not end it. */
export async function unlessNotDone(progress: Progress, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof NotDone)) throw error;
    progress.say(error.message);
  }
}
