import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { deflateRawSync } from 'node:zlib';
import { parseInstitutionCode } from '@chancery/domain';
import { FileKeys, withNewKey } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zipOf } from '../../../tests/kit/archives.ts';
import { finding, hasClamd, longestLook, planted, type RealClamd, startRealClamd } from '../../../tests/kit/realClamd.ts';
import { DirectoryStore } from './directoryStore.ts';
import { FileStore } from './fileStore.ts';
import { Scanner, scannerPlaceIn } from './scanner.ts';

test.skipIf(hasClamd)('clamd is there', ({ skip }) => {
  skip('There is no /usr/sbin/clamd: the real scanner was not tried, only its stand-in.');
});

const taken = { institution: parseInstitutionCode('JUS'), mediaType: 'application/octet-stream', size: null };

describe.runIf(hasClamd)('a file that the real clamd looks at (§4.11)', () => {
  let folder: string;
  let clamd: RealClamd;
  let files: FileStore;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chancery-scan-'));
    clamd = await startRealClamd();
    const keys = new FileKeys(withNewKey({ keys: [] }, new Date()));
    const limits = { size: 10_000_000, types: new Set(['text/plain', 'application/zip']) };
    files = new FileStore(new DirectoryStore(folder), keys, limits, new Scanner(scannerPlaceIn(clamd.address)));
    await files.prepare();
  }, 90_000);
  afterAll(async () => {
    await clamd?.stop();
    rmSync(folder, { recursive: true });
  });

  const stored = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
  const keep = (...parts: readonly Buffer[]) => files.keep(taken, Readable.from(parts, { objectMode: false }));
  const text = (length: number): Buffer => Buffer.alloc(length, 'Annex. ');
  async function refused(kept: Promise<unknown>, code: string): Promise<void> {
    const before = stored();
    await expect(kept).rejects.toMatchObject({ code });
    expect(stored()).toEqual(before);
  }

  test('comes in when it was found clean', async () => {
    const file = await keep(text(500_000), text(400_000));
    expect((await buffer(files.read(file, { from: 0, to: file.size }))).length).toBe(900_000);
  });

  test('does not when a signature is in it, also across two parts, and in an archive', async () => {
    const pattern = Buffer.from(planted);
    await expect(keep(text(1_000), pattern)).rejects.toThrow(finding);
    await refused(keep(text(70_000), pattern.subarray(0, 9), pattern.subarray(9), text(70_000)), 'FILE_INFECTED');
    await refused(keep(zipOf('annex.txt', { method: 8, bytes: deflateRawSync(pattern), size: pattern.length })), 'FILE_INFECTED');
  });

  test('does not when it is larger than clamd looks at, however large files may be here', async () => {
    await refused(keep(text(longestLook), text(longestLook)), 'SERVICE_UNAVAILABLE');
    expect((await keep(text(longestLook - 1))).size).toBe(longestLook - 1);
  });

  test('does not when clamd is stopped meanwhile, nor while it is away', async () => {
    async function* slowly(): AsyncGenerator<Buffer> {
      yield text(200_000);
      await clamd.stop();
      await pause(200);
      yield text(200_000);
    }
    await refused(files.keep(taken, Readable.from(slowly(), { objectMode: false })), 'SERVICE_UNAVAILABLE');
    await refused(keep(text(1_000)), 'SERVICE_UNAVAILABLE');
    clamd = await startRealClamd();
    const again = new FileStore(new DirectoryStore(folder), files.keys, files.limits, new Scanner(scannerPlaceIn(clamd.address)));
    expect((await again.keep(taken, Readable.from([text(1_000)]))).size).toBe(1_000);
  });
});
