import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { parseInstitutionCode } from '@chancery/domain';
import { newId } from '@chancery/trust';
import type { ContentStore, HeldBytes, Part } from './contentStore.ts';

/** What was begun so long ago was begun by a process that is no more. */
const ABANDONED_MS = 24 * 3_600_000;

/** The names of what it keeps, and of what is still coming. */
const ownName = /^(?:incoming\/[0-9A-Z]{26}|(?<institution>[A-Z][A-Z0-9]{1,11})\/[0-9a-f]{2}\/[0-9a-f]{64}\.[0-9A-Z]{26})$/;

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

  async sizeAt(place: string): Promise<number | null> {
    try {
      return (await stat(this.#at(place))).size;
    } catch (error) {
      // Where the disk does not answer nobody knows.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  }

  async remove(place: string): Promise<void> {
    await rm(this.#at(place), { force: true });
  }

  async page(behind: string, most: number): Promise<readonly HeldBytes[]> {
    const page: HeldBytes[] = [];
    for await (const place of placesBehind(this.#folder, '', behind)) {
      const named = ownName.exec(place)?.groups;
      const found = named && (await stat(join(this.#folder, place)).catch(() => undefined));
      // What has gone in the meantime is not held.
      if (found === undefined) continue;
      const institution = named?.institution === undefined ? null : parseInstitutionCode(named.institution);
      if (page.push({ place, since: found.mtime, institution }) === most) break;
    }
    return page;
  }

  #at(place: string): string {
    const file = resolve(this.#folder, place);
    if (!file.startsWith(this.#folder + sep)) throw new Error('A place lies in the folder.');
    return file;
  }
}

/** The names of all files below a folder, in order; folders that lie before a place are not opened. */
async function* placesBehind(root: string, folder: string, behind: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const named = entries.map((entry) => ({
    isFolder: entry.isDirectory(),
    place: `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`,
  }));
  for (const { isFolder, place } of named.sort((one, other) => (one.place < other.place ? -1 : 1))) {
    if (place <= behind && !(isFolder && behind.startsWith(place))) continue;
    if (isFolder) yield* placesBehind(root, place, behind);
    else yield place;
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
