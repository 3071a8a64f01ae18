import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseInstitutionCode } from '@chancery/domain';
import { FileKeys, withNewKey } from '@chancery/trust';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Clamd, type ClamdMood, startClamd } from '../../../tests/kit/clamd.ts';
import { DirectoryStore } from './directoryStore.ts';
import { FileStore } from './fileStore.ts';
import { Scanner, scannerPlaceIn } from './scanner.ts';

const announced = { institution: parseInstitutionCode('JUS'), mediaType: 'text/plain', size: null };
// In two halves, so that this file is not itself taken for what it is about.
const infected = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));
const text = Buffer.from('Annex.\n'.repeat(100_000));

let folder: string;
let clamd: Clamd;
let files: FileStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chancery-scan-'));
  clamd = await startClamd();
  const keys = new FileKeys(withNewKey({ keys: [] }, new Date()));
  const limits = { size: 10_000_000, types: new Set(['text/plain']) };
  files = new FileStore(new DirectoryStore(folder), keys, limits, new Scanner(scannerPlaceIn(clamd.address)));
  await files.prepare();
});
afterEach(async () => {
  await clamd.close().catch(() => undefined);
  rmSync(folder, { recursive: true });
});

const stored = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
function* parts(): Generator<Buffer> {
  for (let at = 0; at < text.length; at += 65_536) yield text.subarray(at, at + 65_536);
}
const keep = (bytes: Iterable<Buffer>) => files.keep(announced, Readable.from(bytes, { objectMode: false }));

describe('a file that is looked at for malware (§4.11)', () => {
  test('comes in when every byte of it was found clean', async () => {
    await keep(parts());
    expect(clamd.seen).toBe(text.length);
    expect(stored()).toHaveLength(1);
  });

  test('is shown to a slow scanner piece by piece, and leaves nobody listening for each of them', async () => {
    const warned: string[] = [];
    const note = ({ name }: Error) => void warned.push(name);
    process.on('warning', note);
    const slow = createServer((socket) => {
      const hear = () => {
        socket.pause();
        setTimeout(() => socket.resume(), 2);
      };
      socket.on('data', (part) => (part.subarray(-4).equals(Buffer.alloc(4)) ? socket.end('stream: OK\0') : hear()));
    });
    await once(slow.listen(0, '127.0.0.1'), 'listening');
    const { port } = slow.address() as AddressInfo;
    let passed = 0;
    async function* pieces(): AsyncGenerator<Buffer> {
      for (let count = 0; count < 400; count += 1) yield Buffer.alloc(65_536, 'a');
    }
    for await (const piece of new Scanner({ host: '127.0.0.1', port }).pass(pieces())) passed += piece.length;
    slow.close();
    process.off('warning', note);
    expect([passed, warned]).toEqual([400 * 65_536, []]);
  });

  test('does not come in when something was found, and it is said what', async () => {
    await expect(keep([infected])).rejects.toMatchObject({
      code: 'FILE_INFECTED',
      message: expect.stringContaining('Eicar-Test-Signature'),
    });
    expect(stored()).toEqual([]);
  });

  test.each<ClamdMood>(['gives up', 'hangs up', 'talks nonsense'])('does not come in when the scanner %s', async (mood) => {
    clamd.mood = mood;
    await expect(keep(parts())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(stored()).toEqual([]);
  });

  test('does not come in when the scanner is not there', async () => {
    await clamd.close();
    await expect(keep(parts())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(stored()).toEqual([]);
  });

  test('is looked at where the operator says', () => {
    expect(scannerPlaceIn('127.0.0.1:3310')).toEqual({ host: '127.0.0.1', port: 3310 });
    expect(scannerPlaceIn('[::1]:3310')).toEqual({ host: '::1', port: 3310 });
    expect(scannerPlaceIn('/run/clamav/clamd.ctl')).toEqual({ path: '/run/clamav/clamd.ctl' });
    expect(() => scannerPlaceIn('somewhere')).toThrow('CHANCERY_CLAMD');
  });
});
