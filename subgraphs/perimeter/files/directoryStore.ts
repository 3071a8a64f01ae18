import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { newId } from '@chancery/trust';
import type { ContentStore, Part } from './contentStore.ts';

/** What was begun so long ago was begun by a process that is no more. */
const ABANDONED_MS = 24 * 3_600_000;

/** Content in a folder: written aside, brought to the disk, and renamed into its place when it is whole. */
export class DirectoryStore implements ContentStore {
  readonly #folder: string;
  readonly #aside: string;

  constructor(folder: string) {
    this.#folder = resolve(folder);
    this.#aside = join(this.#folder, 'incoming');
  }

  async prepare(): Promise<void> {
    await mkdir(this.#aside, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#aside)) {
      const file = join(this.#aside, name);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > ABANDONED_MS) await rm(file, { force: true });
    }
  }

  async keep(bytes: AsyncIterable<Buffer>, nameOf: () => string): Promise<string> {
    const aside = join(this.#aside, newId());
    try {
      await writeTo(aside, bytes);
      const place = nameOf();
      const file = this.#at(place);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await rename(aside, file);
      await bringToDisk(dirname(file));
      return place;
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  }

  read(place: string, { from, to }: Part): Readable {
    return createReadStream(this.#at(place), { start: from, end: to - 1, highWaterMark: 64 * 1024 });
  }

  async remove(place: string): Promise<void> {
    await rm(this.#at(place), { force: true });
  }

  #at(place: string): string {
    const file = resolve(this.#folder, place);
    if (!file.startsWith(this.#folder + sep)) throw new Error('A place lies in the folder.');
    return file;
  }
}

/** A file is in its place for good once the folder is on the disk that says so. */
async function bringToDisk(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeTo(file: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const part of bytes) await handle.writeFile(part);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
