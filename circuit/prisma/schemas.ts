import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A package with tables of its own: its Prisma schema, and the migrations that make them. */
export interface Schema {
  /** The package's folder name: `exchange`, `perimeter`. */
  readonly name: string;
  /** Path of `schema.prisma`. */
  readonly file: string;
  /** Folder of the migrations; may not exist yet. */
  readonly migrations: URL;
}

const root = new URL('../../', import.meta.url);

/** Every schema of the house, in the order of their names. */
export function schemas(): readonly Schema[] {
  return ['subgraphs/', 'subgraphs/institutions/']
    .flatMap((parent) => foldersIn(new URL(parent, root)).map((name) => ({ name, folder: new URL(`${parent}${name}/prisma/`, root) })))
    .concat({ name: 'supergraph', folder: new URL('supergraph/prisma/', root) })
    .map(({ name, folder }) => ({
      name,
      file: fileURLToPath(new URL('schema.prisma', folder)),
      migrations: new URL('migrations/', folder),
    }))
    .filter(({ file }) => existsSync(file))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** The schema of one package; throws where there is none, and names those that there are. */
export function findSchema(name: string): Schema {
  const found = schemas().find((schema) => schema.name === name);
  if (found === undefined)
    throw new Error(
      `No schema.prisma belongs to ${name}. There are: ${schemas()
        .map((schema) => schema.name)
        .join(', ')}`,
    );
  return found;
}

/** The text of a schema. */
export function readSchema({ file }: Schema): string {
  return readFileSync(file, 'utf8');
}

/** Whether a Prisma client is generated from a schema. */
export const hasClient = (schema: Schema): boolean => /^generator /m.test(readSchema(schema));

/** The folders of a schema's migrations, first to last. */
export function migrationsOf({ migrations }: Schema): readonly string[] {
  return existsSync(migrations) ? foldersIn(migrations).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })) : [];
}

function foldersIn(folder: URL): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
