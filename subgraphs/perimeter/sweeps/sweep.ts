import { reportFault } from '@chancery/kernel';
import { Unreachable } from '@chancery/trust';

/** Work that is done again and again, never twice at once. Services that are away are asked the next time. */
export class Sweep {
  readonly #name: string;
  readonly #run: () => Promise<void>;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(name: string, everyMs: number, run: () => Promise<void>) {
    this.#name = name;
    this.#everyMs = everyMs;
    this.#run = run;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#once();
    }, this.#everyMs).unref();
  }

  /** Ends when what is under way is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #once(): Promise<void> {
    await this.#run().catch((error: unknown) => {
      if (!(error instanceof Unreachable)) reportFault(this.#name, error);
    });
    if (!this.#stopped) this.start();
  }
}
