import { administratorsUrl, databases } from './databases.ts';
import { rowsOf } from './rows.ts';

/** A database as it stood once; nobody may be connected to it when it is taken, or put back. */
export interface Backup {
  /** Makes the database what it was. */
  putBack(): Promise<void>;
}

/** Takes a backup of the database that a URL names: a copy, rights and owner with it. It goes with the run. */
export async function backupOf(url: string): Promise<Backup> {
  const name = nameIn(url);
  const copy = `${name}_backup`;
  await copied(name, copy);
  return {
    async putBack() {
      await asAdministrator(`DROP DATABASE ${quoted(name)} WITH (FORCE)`);
      await copied(copy, name);
      await asAdministrator(`DROP DATABASE ${quoted(copy)}`);
    },
  };
}

/** A copy of a database has neither its owner nor who may connect to it. */
async function copied(from: string, to: string): Promise<void> {
  const [kept] = await asAdministrator<{ owner: string; acl: string | null }>(
    'SELECT datdba::regrole::text AS owner, datacl::text AS acl FROM pg_database WHERE datname = $1',
    [from],
  );
  await asAdministrator(`CREATE DATABASE ${quoted(to)} TEMPLATE ${quoted(from)} OWNER ${kept?.owner}`);
  await asAdministrator('UPDATE pg_database SET datacl = $2::aclitem[] WHERE datname = $1', [to, kept?.acl]);
}

async function asAdministrator<Row>(statement: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  return rowsOf<Row>(await administratorsUrl((await databases()).adminUrl), statement, values);
}

const nameIn = (url: string): string => new URL(url).pathname.slice(1);
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
