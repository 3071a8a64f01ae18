import { AsyncLocalStorage } from 'node:async_hooks';
import { attributes, isRecorded, withSpan } from '@chancery/observability';
import pg from 'pg';
import { statementSummary } from './statementSummary.ts';

/** Called by `pg.Pool.query`; elsewhere a promise is awaited. */
type Callback = (error: Error | null, result?: unknown) => void;
type Run = (...parameters: unknown[]) => unknown;

/** Statements that say nothing of what is done. Ends of transactions do: a commit waits for the disk. */
const silent = /^(?:BEGIN|SAVEPOINT|RELEASE|SELECT 1$)/i;

/**
 * A connection whose statements are spans of the trace that asks. A span tells what is done to which tables and nothing of the
 * statement's text or values. Statements outside a recorded step (polls, sweeps) make none.
 */
export class TracedClient extends pg.Client {
  // pg's overloads cannot be overridden one by one
  override query(...parameters: never[]): never {
    const run = super.query as Run;
    const text = statementOf(parameters[0]);
    if (!isRecorded() || silent.test(text)) return run.apply(this, parameters) as never;
    const callback = parameters.at(-1) as unknown;
    if (typeof callback !== 'function') return this.#traced(text, run, parameters) as never;
    const result = this.#traced(text, run, parameters.slice(0, -1));
    result.then((value) => (callback as Callback)(null, value), callback as Callback);
    return undefined as never;
  }

  #traced(text: string, run: Run, parameters: readonly unknown[]): Promise<unknown> {
    const summary = statementSummary(text);
    const known = {
      [attributes.database]: 'postgresql',
      [attributes.databaseName]: this.database ?? '',
      [attributes.statement]: summary,
    };
    const options = { kind: 'client', attributes: known } as const;
    return withSpan(`postgresql ${summary}`, options, () => run.apply(this, [...parameters]) as Promise<unknown>);
  }
}

/** A pool that answers a waiting question in its own trace, not in that of whoever gave the connection back. */
export class TracedPool extends pg.Pool {
  // pg's overloads cannot be overridden one by one
  override connect(...[callback]: never[]): never {
    const connect = super.connect as Run;
    return connect.apply(this, callback === undefined ? [] : [AsyncLocalStorage.bind(callback)]) as never;
  }
}

/** The text of what pg is asked. */
export function statementOf(query: unknown): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : 'statement';
}
