import pg from 'pg';
import { vi } from 'vitest';

/** A statement that a service of this process has sent, and the database that it went to. */
export interface SentStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly database: string;
}

// What services do by themselves, and for each operation whatever it asks: feeds, queues, copies of the directory, sweeps, audit records.
const besides = [
  /\bkernel\.|\bboss\./,
  /\bversion\b[\s\S]*FROM (institution|official)\b|\bversions_given\b/i,
  /FROM release\s+WHERE outcome = 'OPEN'|FROM consignment\s+WHERE copy = 'PENDING'/,
  /INSERT INTO (audit_(entry|closing)|decision(_attributes)?|ruling)\b/,
  /\bbudget_window\b/,
  /^UPDATE export SET status = 'RUNNING'|\bFROM export\s+WHERE status\b/,
  /^(BEGIN|COMMIT|ROLLBACK|SET)\b/i,
];

/** The statements that services of this process send to PostgreSQL for what runs, without those that they send by themselves. */
export async function statementsFor(run: () => Promise<unknown>): Promise<readonly SentStatement[]> {
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await run();
    return sent.mock.calls
      .map((call, index) => ({ text: textOf(call), values: valuesOf(call), database: databaseOf(sent.mock.contexts[index]) }))
      .filter(({ text }) => !besides.some((own) => own.test(text)));
  } finally {
    sent.mockRestore();
  }
}

/** How many they are. */
export const statementsOf = async (run: () => Promise<unknown>): Promise<number> => (await statementsFor(run)).length;

function textOf([query]: readonly unknown[]): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : '';
}

function valuesOf([query]: readonly unknown[]): readonly unknown[] {
  return typeof query === 'object' && query !== null && 'values' in query && Array.isArray(query.values) ? query.values : [];
}

const databaseOf = (client: unknown): string =>
  typeof client === 'object' && client !== null && 'database' in client ? String(client.database) : '';
