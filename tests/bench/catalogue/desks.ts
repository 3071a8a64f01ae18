import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '@chancery/circuit';
import { type Databases, openDatabases } from '@chancery/circuit/embedded';
import { openPerimeter, type PerimeterDatabase } from '@chancery/perimeter';
import { type CatalogueDatabase, openCatalogue } from '../../../subgraphs/catalogue/database.ts';
import { Prisma } from '../../../subgraphs/catalogue/prisma/client/client.ts';

/** The databases that lists are answered from. */
export interface Desks {
  readonly catalogue: CatalogueDatabase;
  readonly hosted: PerimeterDatabase;
}

/** A statement as it was sent. */
export interface Statement {
  readonly database: keyof Desks;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The databases of a circuit that runs. */
export function databasesOf({ postgres }: Home): Databases {
  const port = Number(readFileSync(join(postgres, 'data/postmaster.pid'), 'utf8').split('\n')[3]);
  return openDatabases(postgres, port);
}

/** Opens what lists are answered from, and writes down every statement that reads; `close` it at the end. */
export function recordingDesks(databases: Databases): {
  readonly desks: Desks;
  readonly statements: Statement[];
  close(): Promise<void>;
} {
  const catalogue = openCatalogue(databases.doorsOf('catalogue').service);
  const hosted = openPerimeter(databases.doorsOf('hosted').service);
  const statements: Statement[] = [];
  const recording = <Db extends object>(db: Db, database: Statement['database']): Db =>
    new Proxy(db, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name !== '$queryRaw' || typeof value !== 'function') return value;
        return (...parameters: Parameters<typeof Prisma.sql>) => {
          const { text, values: sent } = Prisma.sql(...parameters);
          statements.push({ database, text, values: sent });
          return value.apply(target, parameters);
        };
      },
    });
  return {
    desks: {
      catalogue: recording(catalogue, 'catalogue'),
      hosted: recording(hosted, 'hosted'),
    },
    statements,
    async close() {
      await Promise.all([catalogue.$disconnect(), hosted.$disconnect()]);
    },
  };
}
