import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../../tests/kit/databases.ts';
import { missingMigration } from './drift.ts';
import type { Schema } from './schemas.ts';

const provider = 'datasource db {\n  provider = "postgresql"\n}\n';
const letter = 'model Letter {\n  id String @id\n  pages Int\n  @@map("letter")\n}\n';
let schema: Schema;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-drift-'));
  schema = { name: 'letters', file: join(folder, 'schema.prisma'), migrations: pathToFileURL(join(folder, 'migrations/')) };
  writeFileSync(schema.file, provider + letter);
});

afterEach(() => rmSync(join(schema.file, '..'), { recursive: true }));

function addMigration(name: string, sql: string): void {
  const folder = new URL(`${name}/`, schema.migrations);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('migration.sql', folder), sql);
}

describe('what is missing in the migrations', () => {
  it('is all of the schema where there are none, and nothing once it is written', async () => {
    const sql = await missingMigration(await databases(), schema);
    addMigration('0001_letters', sql);

    expect(sql).toContain('CREATE TABLE "letter"');
    expect(await missingMigration(await databases(), schema)).toBe('');
  });

  it('is what the schema has got since', async () => {
    addMigration('0001_letters', await missingMigration(await databases(), schema));
    writeFileSync(schema.file, provider + letter.replace('pages Int', 'pages Int\n  title String?'));

    expect(await missingMigration(await databases(), schema)).toMatch(
      /^-- AlterTable\nALTER TABLE "letter" ADD COLUMN\s+"title" TEXT;\s*$/,
    );
  });

  it('is nothing where a person added what Prisma has no words for', async () => {
    const sql = await missingMigration(await databases(), schema);
    addMigration(
      '0001_letters',
      `${sql}\nALTER TABLE letter ADD CHECK (pages > 0);\nCREATE INDEX long_letters ON letter (pages) WHERE pages > 9;`,
    );

    expect(await missingMigration(await databases(), schema)).toBe('');
  });

  it('cannot be told where the schema is no schema, and the reason names the line', async () => {
    writeFileSync(schema.file, `${provider}model {`);

    await expect(missingMigration(await databases(), schema)).rejects.toThrow('schema.prisma:4');
  });
});
