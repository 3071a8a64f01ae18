import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parseInstitutionCode } from '@chancery/domain';
import { withNewKey } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Of } from '../../../tests/kit/files.ts';
import { type S3Server, startS3 } from '../../../tests/kit/s3Server.ts';
import type { FileStore } from './fileStore.ts';
import { s3PlaceIn } from './s3Place.ts';
import { fileStoreIn } from './settings.ts';

const announced = { institution: parseInstitutionCode('JUS'), mediaType: 'text/plain', size: null };
const text = Buffer.from(randomBytes(9_000_000).toString('hex'));

let server: S3Server;
let folder: string;
let files: FileStore;
beforeAll(async () => {
  server = await startS3();
  folder = mkdtempSync(join(tmpdir(), 'chancery-keys-'));
  const keys = join(folder, 'keys.json');
  writeFileSync(keys, JSON.stringify(withNewKey({ keys: [] }, new Date())));
  files = fileStoreIn('justice', { ...server.environment, CHANCERY_FILE_KEYS: keys });
  await files.prepare();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const stored = () => readdirSync(server.folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('_object'));
function* parts(): Generator<Buffer> {
  for (let at = 0; at < text.length; at += 65_536) yield text.subarray(at, at + 65_536);
}

describe('files at a server that speaks S3 (§4.11)', () => {
  test('are kept in parts, come back whole and in part, and go', async () => {
    const file = await files.keep(announced, Readable.from(parts(), { objectMode: false }));
    expect(file).toMatchObject({ sha256: sha256Of(text), size: text.length, place: expect.stringMatching(/^files\/justice\/\w{26}$/) });
    expect((await buffer(files.read(file, { from: 0, to: file.size }))).equals(text)).toBe(true);
    expect((await buffer(files.read(file, { from: 10_000_000, to: 10_000_005 }))).equals(text.subarray(10_000_000, 10_000_005))).toBe(true);
    await files.remove(file.place);
    await files.remove(file.place);
    await expect(buffer(files.read(file, { from: 0, to: 1 }))).rejects.toThrow();
  });

  test('leave nothing where they break off, or are not what was announced', async () => {
    const before = stored();
    async function* broken() {
      yield* parts();
      throw new Error('The line is cut.');
    }
    await expect(files.keep(announced, Readable.from(broken()))).rejects.toThrow('cut');
    const wrong = { ...announced, size: text.length + 1 };
    await expect(files.keep(wrong, Readable.from(parts(), { objectMode: false }))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(files.keep(wrong, Readable.from([Buffer.from('short')]))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(stored()).toEqual(before);
  });

  test.each([
    's3.example/bucket',
    'ftp://s3.example/bucket',
    'https://s3.example/',
    'https://user:secret@s3.example/bucket',
    'https://s3.example/B',
  ])('are not kept at %s', (address) => {
    expect(() => s3PlaceIn(address, 'us-east-1', 'justice')).toThrow('such as https://s3.example/bucket');
  });
});
