import { currentTraceId, withSpan } from '@chancery/observability';
import pg from 'pg';

const NOBODY = '0'.repeat(32);

/** Called by `pg.Pool.query`; elsewhere a promise is awaited. */
type Callback = (error: Error | null, result?: unknown) => void;

/**
 * A connection whose statements are spans of the trace that asks. The text is the prepared statement with `$1` in place of values,
 * so no value of a document reaches a trace. Statements outside a trace (pools' own work) make none.
 */
export class TracedClient extends pg.Client {
  // pg's overloads cannot be overridden one by one
  override query(...parameters: never[]): never {
    const run = super.query as (...parameters: unknown[]) => unknown;
    if (currentTraceId() === NOBODY) return run.apply(this, parameters) as never;
    const callback = parameters.at(-1) as unknown;
    if (typeof callback !== 'function') return this.#traced(run, parameters) as never;
    const result = this.#traced(run, parameters.slice(0, -1));
    result.then((value) => (callback as Callback)(null, value), callback as Callback);
    return undefined as never;
  }

  #traced(run: (...parameters: unknown[]) => unknown, parameters: readonly unknown[]): Promise<unknown> {
    const text = statementOf(parameters[0]);
    const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, 500) };
    return withSpan(
      `postgresql ${text.trimStart().split(/\s/, 1)[0]}`,
      { kind: 'client', attributes },
      () => run.apply(this, [...parameters]) as Promise<unknown>,
    );
  }
}

function statementOf(query: unknown): string {
  if (typeof query === 'string') return query;
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : 'statement';
}
