import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseInstitutionCode } from '@chancery/domain';
import { withNewKey } from '@chancery/trust';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type S3Server, startS3 } from '../../../tests/kit/s3Server.ts';
import { fileStoreIn } from './settings.ts';

const announced = { institution: parseInstitutionCode('JUS'), mediaType: 'text/plain', size: null };

let server: S3Server;
let folder: string;
beforeAll(async () => {
  server = await startS3();
  folder = mkdtempSync(join(tmpdir(), 'chancery-bytes-'));
  writeFileSync(join(folder, 'keys.json'), JSON.stringify(withNewKey({ keys: [] }, new Date())));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ['a folder', () => ({ CHANCERY_FILES_FOLDER: join(folder, 'files') })],
  ['a server that speaks S3', () => server.environment],
])('whether %s has the bytes of a file, and all of them, is known', async (_, environment) => {
  const files = fileStoreIn('justice', { ...environment(), CHANCERY_FILE_KEYS: join(folder, 'keys.json') });
  await files.prepare();
  const file = await files.keep(announced, Readable.from([Buffer.from('Annex.\n'.repeat(50_000))]));
  expect(await files.hasBytes(file)).toBe(true);
  expect(await files.hasBytes({ ...file, size: file.size + 1 })).toBe(false);
  // Bytes that no key opens are lost, too.
  expect(await files.hasBytes({ ...file, keyId: 'lost' })).toBe(false);
  await files.remove(file.place);
  expect(await files.hasBytes(file)).toBe(false);
});
