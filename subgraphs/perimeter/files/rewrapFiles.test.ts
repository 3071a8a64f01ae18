import { type FileKeyring, FileKeys, withNewKey } from '@chancery/trust';
import { expect, it } from 'vitest';
import type { PerimeterDatabase } from '../database.ts';
import type { FileStore, KeptFile } from './fileStore.ts';
import { rewrapFiles } from './rewrapFiles.ts';

const before = withNewKey({ keys: [] }, new Date('2026-01-01T00:00:00Z'));
const after = withNewKey(before, new Date('2026-02-01T00:00:00Z'));
const idOf = ({ keys }: FileKeyring) => keys.at(-1)?.id;

/** A server with one file under the first key, whose keys are replaced while its files are looked through. */
function serverWithOneFile() {
  const keys = new FileKeys(before);
  const about = 'a file';
  let wrapped = keys.wrap(Buffer.alloc(32, 7), about);
  const db = {
    $queryRaw: async (_: TemplateStringsArray, _columns: unknown, current: string): Promise<Partial<KeptFile>[]> => {
      keys.replace(after);
      return wrapped.keyId === current ? [] : [{ place: 'there', ...wrapped }];
    },
    $executeRaw: async (_: TemplateStringsArray, key: Uint8Array, keyId: string) => {
      wrapped = { keyId, wrapped: key };
      return 1;
    },
  };
  const files = { keys, rewrap: (file: KeptFile) => keys.wrap(keys.unwrap(file, about), about) };
  return { db: db as unknown as PerimeterDatabase, files: files as FileStore, keyOfFile: () => wrapped.keyId };
}

it('names no key that a file is not under yet, though that key came while the files were looked through (§4.11)', async () => {
  const { db, files, keyOfFile } = serverWithOneFile();
  await expect(rewrapFiles({ db, files })).resolves.toEqual({ renewed: 1, key: idOf(after) });
  expect(keyOfFile()).toBe(idOf(after));
});
