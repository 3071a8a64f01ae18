import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import type { RecordedStatement } from './recordStatements.ts';

/** What one whole exchange asks of PostgreSQL: units of work that ran one after the other, each on one connection of one database. */
export interface Unit {
  readonly database: string;
  readonly statements: readonly Statement[];
}

interface Statement {
  /** Under which the service keeps it prepared, if it does. */
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The units that ran between two moments: each a transaction, or a statement of its own, in the order in which they began. */
export function unitsBetween(folder: string, from: number, to: number): readonly Unit[] {
  const statements = readdirSync(folder)
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => ({ file, ...(JSON.parse(line) as RecordedStatement) })),
    )
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at);
  const open = new Map<string, Statement[]>();
  const units: Unit[] = [];
  for (const { file, connection, database, name, text, values } of statements) {
    const key = `${file} ${connection}`;
    const transaction = open.get(key);
    const statement = { name, text, values };
    if (transaction) {
      transaction.push(statement);
      if (/^\s*(commit|rollback)/i.test(text)) open.delete(key);
    } else {
      const begun = [statement];
      units.push({ database, statements: begun });
      if (/^\s*begin/i.test(text) && !/commit/i.test(text)) open.set(key, begun);
    }
  }
  return units.filter(isOfTheExchange);
}

/** What followers, polls and maintenance ask for is left out: the floor is what the clients' own commands and the delivery need. */
const behindTheScenes = /kernel\.follow_cursor|kernel\.outbox (o |WHERE position)|pg_advisory|directoryChanges/;

function isOfTheExchange({ statements }: Unit): boolean {
  const namesAnId = statements.some(({ values }) => JSON.stringify(values).search(ids) >= 0);
  return namesAnId && !statements.some(({ text }) => behindTheScenes.test(text));
}

const ids = /[0-7][0-9A-HJKMNP-TV-Z]{25}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|bench:\d+:\d+/g;

/** The same units about a new exchange: each id stands for a new one, the same wherever it stands. */
export function renewed(units: readonly Unit[]): readonly Unit[] {
  const fresh = new Map<string, string>();
  const renew = (id: string): string => {
    const known = fresh.get(id) ?? newId(id);
    fresh.set(id, known);
    return known;
  };
  const renewValue = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(ids, renew);
    return Array.isArray(value) ? value.map(renewValue) : value;
  };
  return units.map(({ database, statements }) => ({
    database,
    statements: statements.map(({ name, text, values }) => ({ name, text, values: values.map(renewValue) })),
  }));
}

function newId(id: string): string {
  if (id.startsWith('bench:')) return `floor:${crypto.randomUUID()}`;
  return id.length === 26 ? ulid() : crypto.randomUUID();
}
