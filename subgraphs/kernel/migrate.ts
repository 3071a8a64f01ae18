import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { grantRights, type Rights, rightsBeside } from './rights.ts';

/** The advisory lock that Prisma Migrate takes on PostgreSQL: we keep out of its way, and it out of ours. */
const LOCK = 72707369;
const kernelMigrations = new URL('./migrations/', import.meta.url);

export interface MigrationTarget {
  /** PostgreSQL URL of the service's own database, as its owner opens it. */
  readonly url: string;
  /** The service's folder of Prisma migrations; a service without tables has none. */
  readonly folder: URL | null;
  /** The URL by which the service itself opens it. Its role is given what the kernel's and the service's `rights.json` say, and nothing else. */
  readonly service?: string;
}

/**
 * Brings a service's database to what its migrations say: the kernel's own tables first (schema `kernel`), then the
 * service's. Same table, checksums and lock as `prisma migrate deploy`, so that either may be used on `public`.
 * Answers the names of the migrations that it applied; throws at the first that fails, leaving its record.
 */
export async function migrate({ url, folder, service = url }: MigrationTarget): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'chancery-migrate' });
  client.on('error', () => undefined); // a lost connection shows in the query that it fails
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query('CREATE SCHEMA IF NOT EXISTS kernel');
    const applied = [
      ...(await apply(client, 'kernel', kernelMigrations)),
      ...(folder === null ? [] : await apply(client, 'public', folder)),
    ];
    // A role that owns the tables holds every right on them already.
    if (roleOf(service) !== roleOf(url)) await grantRights(client, roleOf(service), rightsOf(folder));
    return applied;
  } finally {
    await client.end();
  }
}

/** The role in the URL of a database. */
const roleOf = (url: string): string => decodeURIComponent(new URL(url).username);

const rightsOf = (folder: URL | null): Rights => ({ ...rightsBeside(kernelMigrations), ...(folder === null ? {} : rightsBeside(folder)) });

async function apply(client: pg.Client, schema: string, folder: URL): Promise<readonly string[]> {
  const table = `"${schema}"."_prisma_migrations"`;
  await client.query(`CREATE TABLE IF NOT EXISTS ${table} (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`);
  const known = await appliedBefore(client, table);
  const fresh = migrationsIn(folder).filter(({ name }) => !known.has(name));
  for (const migration of fresh) await run(client, table, migration);
  return fresh.map(({ name }) => name);
}

async function appliedBefore(client: pg.Client, table: string): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ migration_name: string; finished_at: Date | null; logs: string | null }>(
    `SELECT migration_name, finished_at, logs FROM ${table} WHERE rolled_back_at IS NULL`,
  );
  const failed = rows.find(({ finished_at }) => finished_at === null);
  if (failed) throw new Error(`Migration ${failed.migration_name} failed earlier; mend it, then mark it as resolved. ${failed.logs ?? ''}`);
  return new Set(rows.map(({ migration_name }) => migration_name));
}

interface Migration {
  readonly name: string;
  readonly sql: string;
}

function migrationsIn(folder: URL): readonly Migration[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => ({ name, sql: readFileSync(new URL(`${name}/migration.sql`, folder), 'utf8') }));
}

/** The migration and its record are one transaction: what is broken off, by a crash or by Ctrl-C, has left nothing and is taken up again. */
async function run(client: pg.Client, table: string, { name, sql }: Migration): Promise<void> {
  const record = [randomUUID(), createHash('sha256').update(sql).digest('hex'), name];
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO ${table} (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      record,
    );
    await client.query('COMMIT');
  } catch (error) {
    await noteFailure(client, table, record, error).catch(() => undefined);
    throw new Error(`Migration ${name} failed.`, { cause: error });
  }
}

/** It stands there until somebody has mended it; over a connection that is gone nothing can be noted, and nothing has happened. */
async function noteFailure(client: pg.Client, table: string, record: readonly string[], error: unknown): Promise<void> {
  await client.query('ROLLBACK');
  await client.query(`INSERT INTO ${table} (id, checksum, migration_name, logs) VALUES ($1, $2, $3, $4)`, [...record, String(error)]);
}
