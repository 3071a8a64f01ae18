import { existsSync, readFileSync } from 'node:fs';
import pg from 'pg';

/** What a service's role may do, by schema and table; `*` is every table that is not named. A right is written as after GRANT: `UPDATE (position)`. */
export type Rights = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The rights that stand in `rights.json` beside a folder of migrations; none where there is no such file. */
export function rightsBeside(folder: URL): Rights {
  const file = new URL('../rights.json', folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Rights) : {};
}

/**
 * Gives a service's role exactly these rights, and takes back what else it holds on tables, sequences and schemas of the database.
 * Asks first and changes only what differs, so that it costs a start one question. Answers the statements that it ran.
 */
export async function grantRights(client: pg.Client, role: string, rights: Rights): Promise<readonly string[]> {
  const { rows } = await client.query<Standing>(standings, [role]);
  if (rows.length === 0) throw new Error(`There is no role ${role} on this server.`);
  const statements = rows.flatMap((row) => differences(row, role, wantedOf(rights, row)));
  if (statements.length > 0) await client.query(statements.join(';\n'));
  return statements;
}

/** A schema, table or sequence, and what the role, or anybody, holds on it. */
interface Standing {
  readonly kind: 'SCHEMA' | 'TABLE' | 'SEQUENCE';
  readonly schema: string;
  readonly name: string;
  readonly held: readonly string[];
  /** What PUBLIC could do beyond looking in. */
  readonly open: readonly string[];
}

const standings = `
  WITH service AS (SELECT oid AS id FROM pg_roles WHERE rolname = $1)
  SELECT 'SCHEMA' AS kind, n.nspname AS schema, n.nspname AS name,
         ARRAY(SELECT privilege_type FROM aclexplode(n.nspacl) WHERE grantee = service.id) AS held,
         ARRAY(SELECT privilege_type FROM aclexplode(n.nspacl) WHERE grantee = 0 AND privilege_type = 'CREATE') AS open
    FROM pg_namespace n, service WHERE n.nspname !~ '^(pg_|information_schema$)'
  UNION ALL
  SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname,
         ARRAY(SELECT privilege_type FROM aclexplode(c.relacl) WHERE grantee = service.id)
           || ARRAY(SELECT privilege_type || ' (' || attname || ')' FROM pg_attribute a, aclexplode(a.attacl) acl
                     WHERE a.attrelid = c.oid AND acl.grantee = service.id),
         ARRAY(SELECT privilege_type FROM aclexplode(c.relacl) WHERE grantee = 0)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, service
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname !~ '^(pg_|information_schema$)'
   ORDER BY 1, 2, 3`;

function wantedOf(rights: Rights, { kind, schema, name }: Standing): readonly string[] {
  const tables = rights[schema];
  if (tables === undefined || name === '_prisma_migrations') return [];
  if (kind === 'SCHEMA') return ['USAGE'];
  return kind === 'SEQUENCE' ? ['USAGE'] : (tables[name] ?? tables['*'] ?? []);
}

function differences({ kind, schema, name, held, open }: Standing, role: string, wanted: readonly string[]): readonly string[] {
  const subject = `${kind} ${(kind === 'SCHEMA' ? [name] : [schema, name]).map(pg.escapeIdentifier).join('.')}`;
  const service = pg.escapeIdentifier(role);
  return [
    ...wanted.filter((right) => !held.includes(right)).map((right) => `GRANT ${right} ON ${subject} TO ${service}`),
    ...held.filter((right) => !wanted.includes(right)).map((right) => `REVOKE ${right} ON ${subject} FROM ${service}`),
    ...open.map((right) => `REVOKE ${right} ON ${subject} FROM PUBLIC`),
  ];
}
