import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/**
 * Loaded into each service of a circuit by `node --import`: writes every statement that the service sends to PostgreSQL to a file, in order,
 * with its values and its connection. The floor runs them again without anything around them.
 */
export interface RecordedStatement {
  readonly database: string;
  readonly connection: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly name?: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
}

const folder = process.env.CHANCERY_BENCH_STATEMENTS;
if (folder) record(folder);

function record(folder: string): void {
  const connections = new WeakMap<object, number>();
  let count = 0;
  const query = pg.Client.prototype.query as (...parameters: unknown[]) => unknown;
  pg.Client.prototype.query = function recorded(this: pg.Client, ...parameters: unknown[]) {
    if (!connections.has(this)) connections.set(this, ++count);
    const [first, second] = parameters;
    const config =
      typeof first === 'string'
        ? { name: undefined, text: first, values: second }
        : (first as { name?: string; text?: string; values?: unknown });
    const values = Array.isArray(config.values) ? config.values : [];
    const statement = {
      database: this.database,
      connection: connections.get(this),
      at: performance.timeOrigin + performance.now(),
      name: config.name,
      text: config.text,
      values,
    };
    if (typeof config.text === 'string') appendFileSync(join(folder, `${process.pid}.ndjson`), `${JSON.stringify(statement)}\n`);
    return query.apply(this, parameters);
  } as typeof pg.Client.prototype.query;
}
