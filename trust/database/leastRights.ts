import pg from 'pg';

/** What the role in a database's URL may do beyond what a service needs (§2.8), as the end of a sentence; undefined for a role of least rights. */
export async function excessOf(url: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url, application_name: 'chancery-rights', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // a lost connection shows in the query that it fails
  try {
    await client.connect();
    const { rows } = await client.query<Record<string, boolean>>(question);
    return Object.entries(excesses).find(([column]) => rows[0]?.[column] === true)?.[1];
  } finally {
    await client.end().catch(() => undefined);
  }
}

const excesses = {
  mighty: 'is a superuser, or may make roles or databases, pass row security or replicate',
  member: 'is a member of another role',
  owner: 'owns the database or what is in it; migrations are the owner’s, and the service has a role of its own',
  creator: 'may make schemas or tables',
};

const question = `
  SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication AS mighty,
         EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid) AS member,
         EXISTS (SELECT FROM pg_database WHERE datdba = r.oid)
           OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND NOT relisshared) OR EXISTS (SELECT FROM pg_namespace WHERE nspowner = r.oid) AS owner,
         has_database_privilege(current_database(), 'CREATE') OR has_schema_privilege('public', 'CREATE') AS creator
    FROM pg_roles r WHERE rolname = current_user`;
