import { randomUUID } from 'node:crypto';
import { migrate } from '@chancery/kernel';
import { type Databases, startPostgres } from '../embedded/postgres.ts';
import { removeTemporary, temporaryFolder } from '../embedded/temporary.ts';
import { difference } from './schemaEngine.ts';
import { migrationsOf, readSchema, type Schema } from './schemas.ts';

/** Runs `work` with a server that lives as long as the work does. */
export async function withScratchServer<T>(work: (databases: Databases) => Promise<T>): Promise<T> {
  const folder = temporaryFolder();
  try {
    return await work(await startPostgres({ folder, durable: false, settings: { max_connections: 20, shared_buffers: '16MB' } }));
  } finally {
    removeTemporary(folder);
  }
}

/** The SQL that is missing in a schema's migrations; empty when they make exactly what `schema.prisma` says. */
export async function missingMigration(databases: Databases, schema: Schema): Promise<string> {
  const name = `drift_${randomUUID().replaceAll('-', '')}`;
  const { owner: database } = await databases.ensureDatabase(name);
  await migrate({ url: database, folder: migrationsOf(schema).length === 0 ? null : schema.migrations });
  const sql = await difference({ database, schema: readSchema(schema) });
  await databases.dropDatabases([name]);
  return sql;
}
