import pg from 'pg';
import { reportFault } from './faults.ts';

/** How long cancelling may take, in milliseconds: the connection is not given to anybody else before. */
const PATIENCE_MS = 2_000;

/**
 * Cancels statements on a database that nobody waits for any more, over a connection of its own: those of the pool may all be busy with such
 * statements. What comes while it is at work goes together.
 */
export class Canceller {
  readonly #url: string;
  #due: { readonly processId: number; readonly done: () => void }[] = [];
  #isAtWork = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** Cancels what the server's process of a connection does now; ends when that is done, or could not be. */
  cancel(processId: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#due.push({ processId, done: resolve });
    if (!this.#isAtWork) void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    this.#isAtWork = true;
    while (this.#due.length > 0) {
      const due = this.#due;
      this.#due = [];
      await this.#ask(due.map(({ processId }) => processId)).catch((error: unknown) => reportFault('cancelling statements', error));
      for (const { done } of due) done();
    }
    this.#isAtWork = false;
  }

  async #ask(processIds: readonly number[]): Promise<void> {
    const connection = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    });
    connection.on('error', () => undefined);
    try {
      await connection.connect();
      await connection.query('SELECT pg_cancel_backend(pid) FROM unnest($1::int[]) AS pid', [processIds]);
    } finally {
      await connection.end();
    }
  }
}
