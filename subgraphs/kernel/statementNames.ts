import { createHash } from 'node:crypto';

/** How many statements are prepared at most; a service has a few dozen, and what a filter makes up beyond is planned each time. */
const MOST_NAMES = 400;

const names = new Map<string, string>();

/** The name under which a connection keeps a statement prepared, so that PostgreSQL reads and plans it once; none for the rare ones. */
export function statementName({ sql }: { readonly sql: string }): string {
  const known = names.get(sql);
  if (known !== undefined) return known;
  if (names.size >= MOST_NAMES) return '';
  const name = `s${createHash('sha256').update(sql).digest('base64url').slice(0, 20)}`;
  names.set(sql, name);
  return name;
}
