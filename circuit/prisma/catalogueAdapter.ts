import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

const charType = 18;

/**
 * Opens a database for Prisma's schema engine. The engine reads the catalogue, whose columns of the type "char" Prisma's adapter for PostgreSQL
 * refuses, because no table of an application has them: they are read as text, and told to the engine as characters.
 */
export class CatalogueFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'catalogue';
  readonly #pool: CataloguePool;

  constructor(url: string) {
    this.#pool = new CataloguePool({ connectionString: url, max: 1 });
  }

  async connect(): Promise<SqlDriverAdapter> {
    const adapter = await new PrismaPg(this.#pool).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, { queryRaw: async (query: SqlQuery) => withCharacters(await queryRaw(query), this.#pool) });
  }

  /** Ends the connection. */
  close(): Promise<void> {
    return this.#pool.end();
  }

  /** Never asked for: migrations are run into a database of their own before the engine compares it. */
  connectToShadowDb(): Promise<SqlDriverAdapter> {
    return Promise.reject(new Error('There is no shadow database here'));
  }
}

/** Remembers which columns of a result were of the type "char", and passes them on as text. */
class CataloguePool extends pg.Pool {
  readonly characters = new WeakMap<object, readonly number[]>();

  constructor(config: pg.PoolConfig) {
    super(config);
    const query = this.query.bind(this) as (config: pg.QueryArrayConfig) => Promise<pg.QueryArrayResult>;
    Object.assign(this, {
      query: async (config: pg.QueryArrayConfig) => {
        const result = await query(config);
        this.characters.set(result.rows, indexesOf(result.fields));
        for (const field of result.fields) if (field.dataTypeID === charType) field.dataTypeID = pg.types.builtins.TEXT;
        return result;
      },
    });
  }
}

function indexesOf(fields: readonly pg.FieldDef[]): readonly number[] {
  return fields.flatMap(({ dataTypeID }, index) => (dataTypeID === charType ? [index] : []));
}

function withCharacters(result: SqlResultSet, pool: CataloguePool): SqlResultSet {
  const characters = new Set(pool.characters.get(result.rows));
  return { ...result, columnTypes: result.columnTypes.map((type, index) => (characters.has(index) ? ColumnTypeEnum.Character : type)) };
}
