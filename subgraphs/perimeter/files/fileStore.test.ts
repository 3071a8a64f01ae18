import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parseInstitutionCode } from '@chancery/domain';
import { FileKeys, withNewKey } from '@chancery/trust';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256Of } from '../../../tests/kit/files.ts';
import { DirectoryStore } from './directoryStore.ts';
import { FileStore } from './fileStore.ts';

const announced = { institution: parseInstitutionCode('JUS'), mediaType: 'text/plain', size: null };
const text = Buffer.from('Annex.\n'.repeat(50_000));

let folder: string;
let files: FileStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-store-'));
  const keys = new FileKeys(withNewKey({ keys: [] }, new Date()));
  files = new FileStore(new DirectoryStore(folder), keys, { size: 1_000_000, types: new Set(['text/plain']) });
  await files.prepare();
});
afterEach(() => rmSync(folder, { recursive: true }));

const stored = (): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());

describe('the files of a perimeter (§4.11)', () => {
  test('are kept by their digests, unreadable and for their owner alone, and come back', async () => {
    const file = await files.keep(announced, Readable.from([text]));
    const path = join(folder, file.place);

    expect(file).toMatchObject({ sha256: sha256Of(text), size: text.length, mediaType: 'text/plain', institution: 'JUS' });
    expect(stored()).toEqual([file.place]);
    expect(readFileSync(path).includes('Annex')).toBe(false);
    expect(statSync(path).mode & 0o077).toBe(0);
    expect((await buffer(files.read(file, { from: 0, to: file.size }))).equals(text)).toBe(true);
    expect((await buffer(files.read(file, { from: 100_000, to: 100_007 }))).toString()).toBe(text.toString('utf8', 100_000, 100_007));
  });

  test('are not left open where whoever asked for them has gone before the first byte', async () => {
    const opened: Readable[] = [];
    const content = new DirectoryStore(folder);
    const read = content.read.bind(content);
    content.read = (place, part) => {
      const bytes = read(place, part);
      opened.push(bytes);
      return bytes;
    };
    const keys = new FileKeys(withNewKey({ keys: [] }, new Date()));
    const store = new FileStore(content, keys, { size: 1_000_000, types: new Set(['text/plain']) });
    const file = await store.keep(announced, Readable.from([text]));
    const asked = store.read(file, { from: 0, to: file.size });
    asked.destroy();
    await once(asked, 'close');
    expect(opened.filter(({ destroyed }) => !destroyed)).toEqual([]);
  });

  test('of one content have keys and places of their own', async () => {
    const [one, other] = [await files.keep(announced, Readable.from([text])), await files.keep(announced, Readable.from([text]))];
    expect(one.sha256).toBe(other.sha256);
    expect(readFileSync(join(folder, one.place)).equals(readFileSync(join(folder, other.place)))).toBe(false);
    expect(() => files.read({ ...one, place: other.place }, { from: 0, to: 5 })).toThrow();
  });

  test.each([
    ['is larger than may be, and says so', { ...announced, size: 1_000_001 }, [text], 'FILE_TOO_LARGE'],
    ['is larger than may be', announced, Array.from({ length: 20 }, () => text), 'FILE_TOO_LARGE'],
    ['is empty', announced, [], 'BAD_INPUT'],
    ['is shorter than announced', { ...announced, size: text.length + 1 }, [text], 'BAD_INPUT'],
    ['is longer than announced', { ...announced, size: text.length - 1 }, [text], 'BAD_INPUT'],
    ['is of another type', { ...announced, mediaType: 'application/pdf' }, [text], 'FILE_TYPE_MISMATCH'],
  ])('take nothing of what %s', async (_what, said, parts, code) => {
    await expect(files.keep(said, Readable.from(parts))).rejects.toMatchObject({ code });
    expect(stored()).toEqual([]);
  });

  test('take only what the digest is of, where it is announced', async () => {
    const { sha256 } = await files.keep(announced, Readable.from([text]));
    await expect(files.keep({ ...announced, sha256 }, Readable.from([Buffer.from('another')]))).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    expect(stored()).toHaveLength(1);
  });

  test('keep nothing of an upload that breaks off', async () => {
    async function* broken() {
      yield randomBytes(0);
      yield text;
      throw new Error('The line is cut.');
    }
    await expect(files.keep(announced, Readable.from(broken()))).rejects.toThrow('cut');
    expect(stored()).toEqual([]);
  });

  test('are rid of what a process left that died long ago, and of nothing younger', async () => {
    const [old, young] = ['old', 'young'].map((name) => join(folder, 'incoming', name));
    for (const file of [old, young]) writeFileSync(file ?? '', 'half');
    const yesterday = new Date(Date.now() - 25 * 3_600_000);
    utimesSync(old ?? '', yesterday, yesterday);
    await files.prepare();
    expect([old, young].map((file) => existsSync(file ?? ''))).toEqual([false, true]);
  });

  test('are opened under the new key of the perimeter once they were wrapped anew, and the bytes stay where they are', async () => {
    const file = await files.keep(announced, Readable.from([text]));
    const next = withNewKey({ keys: [] }, new Date());
    const both = new FileKeys({ keys: [...next.keys] });
    expect(() => new FileStore(new DirectoryStore(folder), both, files.limits).rewrap(file)).toThrow('is not here');
    const anew = { ...file, ...files.rewrap(file) };
    expect(Buffer.from(anew.wrapped).equals(Buffer.from(file.wrapped))).toBe(false);
    expect((await buffer(files.read(anew, { from: 0, to: 5 }))).toString()).toBe('Annex');
  });

  test('never lie outside their folder', async () => {
    await expect(files.remove('../outside')).rejects.toThrow('in the folder');
  });
});
