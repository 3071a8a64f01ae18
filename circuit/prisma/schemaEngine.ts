import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { CatalogueFactory } from './catalogueAdapter.ts';

/** A database in the state that a service's migrations make of it, and the schema that it should have. */
export interface Comparison {
  /** URL of the database, opened as someone who may read its catalogue. */
  readonly database: string;
  /** The text of `schema.prisma`. */
  readonly schema: string;
}

/**
 * The SQL that turns the database into what the schema says; empty where they agree.
 * Prisma's own engine decides, in its WebAssembly build: the native one would have to be downloaded.
 */
export async function difference({ database, schema }: Comparison): Promise<string> {
  const factory = new CatalogueFactory(database);
  try {
    loaded ??= loadEngine();
    const { SchemaEngine } = await loaded;
    const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
    const files = [{ path: 'schema.prisma', content: schema }];
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 0 ? '' : (stdout ?? '');
  } finally {
    await factory.close();
  }
}

type Glue = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

/** What is used of WebAssembly, for which neither TypeScript's ES library nor Node's types have a name. */
interface Loader {
  instantiate(binary: Uint8Array, imports: object): Promise<{ readonly instance: { readonly exports: { __wbindgen_start(): void } } }>;
}

const { WebAssembly: webAssembly } = globalThis as unknown as { readonly WebAssembly: Loader };

const engineModule = '@prisma/schema-engine-wasm/schema_engine_bg';

/** Once for the process: the package's JavaScript holds on to the memory of one instance. */
let loaded: Promise<Glue> | undefined;

/** The package leaves the loading of its WebAssembly to a bundler. */
async function loadEngine(): Promise<Glue> {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const binary = readFileSync(fileURLToPath(new URL('schema_engine_bg.wasm', import.meta.resolve(engineModule))));
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`${message}\n`) } });
  const { instance } = await webAssembly.instantiate(binary, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}
