import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import pg from 'pg';
import { vi } from 'vitest';
import type { TestCircuit } from './circuit.ts';

/** What an operation costs a service: how often it is called, and how many statements it sends to its database. */
export interface Cost {
  readonly calls: number;
  readonly statements: number;
}

// What services do by themselves, and for each operation whatever it asks: feeds, queues, the copies of the directory, the audit records.
const besides =
  /\bkernel\.|\bboss\.|pg_notify|\bversion\b[\s\S]*FROM (institution|official)\b|INSERT INTO audit_entry|^(BEGIN|COMMIT|ROLLBACK|SET)\b/i;

/** What an operation of this name costs each service that it touches. Subgraphs are asked by names that begin with the operation's. */
export async function costsOf(
  circuit: TestCircuit,
  operation: string,
  run: () => Promise<unknown>,
): Promise<Readonly<Record<string, Cost>>> {
  const called: string[] = [];
  const note = (message: unknown): void => {
    const { origin, body } = (message as { readonly request: { readonly origin: string; readonly body: unknown } }).request;
    if (String(body ?? '').includes(`${operation}__`)) called.push(origin);
  };
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  subscribe('undici:request:create', note);
  await run().finally(() => unsubscribe('undici:request:create', note));
  const asked = sent.mock.contexts.filter((_, index) => !besides.test(textOf(sent.mock.calls[index])));
  sent.mockRestore();
  const touched = ['directory', 'exchange', 'catalogue', 'audit', 'justice', 'finance', 'health', 'hosted'] as const;
  return Object.fromEntries(
    touched
      .map((name) => {
        const database = new URL(circuit.databaseUrl(name)).pathname.slice(1);
        const calls = called.filter((origin) => origin === circuit.registry.entry(name).url).length;
        const statements = asked.filter((client) => (client as { readonly database?: string }).database === database).length;
        return [name, { calls, statements }] as const;
      })
      .filter(([, { calls, statements }]) => calls + statements > 0),
  );
}

function textOf([query]: readonly unknown[] = []): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : '';
}
