import type { Progress } from './progress.ts';

/** What a running circuit does again and again beside its services, until it stops. */
export class Watches {
  readonly #progress: Progress;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  /** Does something every so many milliseconds; what fails is said, after `failure`, and tried the next time. */
  add(every: number, failure: string, run: () => unknown): void {
    const attempt = async (): Promise<void> => {
      await run();
    };
    const tell = (error: unknown) => this.#progress.say(`${failure}: ${error instanceof Error ? error.message : error}`);
    this.#timers.push(setInterval(() => void attempt().catch(tell), every).unref());
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}
