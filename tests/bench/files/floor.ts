import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileBody } from './fileBody.ts';

/** How long it takes at least: the bytes digested, encrypted and written to the disk, in one process, with nothing between. */
export async function floorMs(folder: string, megabytes: number): Promise<number> {
  const file = join(folder, 'floor');
  const begun = performance.now();
  const hash = createHash('sha256');
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
  const handle = await open(file, 'w');
  for await (const part of fileBody(megabytes)) {
    hash.update(part);
    await handle.writeFile(cipher.update(part));
  }
  await handle.sync();
  await handle.close();
  const ms = performance.now() - begun;
  await rm(file);
  return ms;
}
