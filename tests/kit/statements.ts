import pg from 'pg';
import { vi } from 'vitest';

/** How many statements the services of this process send to PostgreSQL while something runs. */
export async function statementsOf(run: () => Promise<unknown>): Promise<number> {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await run();
    return sent.mock.calls.length;
  } finally {
    sent.mockRestore();
  }
}
