import { readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { circuit } from '../../../kit/circuitOfFile.ts';
import { type FileHeard, getFile } from '../../../kit/files.ts';
import { rowsOf } from '../../../kit/rows.ts';
import { carried, clerk, part } from './carried.ts';

/** How long a piece of a file at rest is, with what it is authenticated by; in bytes. */
const PIECE = 64 * 1024 + 16;

/** What is given of a file whose bytes or rows somebody has changed. */
export function spoiled(): void {
  describe('who reaches the disk of a perimeter (§4.11)', () => {
    const spoilings: readonly (readonly [string, (path: string) => void])[] = [
      ['cuts it within a piece', (path) => truncateSync(path, 3 * PIECE + 5)],
      ['cuts it between two pieces', (path) => truncateSync(path, 3 * PIECE)],
      ['empties it', (path) => truncateSync(path, 0)],
      ['takes it away', (path) => unlinkSync(path)],
      ['adds to it', (path) => writeFileSync(path, Buffer.concat([readFileSync(path), readFileSync(path).subarray(0, PIECE)]))],
      [
        'turns one bit',
        (path) => {
          const bytes = readFileSync(path);
          bytes[3 * PIECE + 9] = (bytes[3 * PIECE + 9] ?? 0) ^ 1;
          writeFileSync(path, bytes);
        },
      ],
      [
        'puts one piece in the place of another',
        (path) => {
          const bytes = readFileSync(path);
          bytes.copyWithin(3 * PIECE, 2 * PIECE, 3 * PIECE);
          writeFileSync(path, bytes);
        },
      ],
    ];
    test.each(spoilings)('and %s gives nobody a file that is not the one', async (what, spoil) => {
      const { sha256, path, bytes } = await carried(what);
      spoil(path);
      const whole = await getFile(circuit, clerk, sha256).catch((error: unknown) => error);
      // What was added behind the end is never read.
      if (what === 'adds to it') expect((whole as FileHeard).bytes.equals(bytes)).toBe(true);
      else expect(whole instanceof Error || (whole as FileHeard).status === 503).toBe(true);
      const behind = await part(sha256, 'bytes=200000-200009').catch((error: unknown) => error);
      if (what !== 'adds to it') expect(behind instanceof Error || (behind as FileHeard).status === 503).toBe(true);
    });

    test('and swaps two files, or the rows of them, gives nobody either', async () => {
      const [one, other] = [await carried('one'), await carried('other')];
      const [first, second] = [readFileSync(one.path), readFileSync(other.path)];
      writeFileSync(one.path, second);
      writeFileSync(other.path, first);
      const gives = async (sha256: string) =>
        getFile(circuit, clerk, sha256).then(
          ({ status }) => status,
          () => 'broken',
        );
      expect([503, 'broken']).toContain(await gives(one.sha256));
      expect([503, 'broken']).toContain(await gives(other.sha256));
      // Bytes and rows fit together again, but the keys are those of other rows.
      const give = (place: string, sha256: string) =>
        rowsOf(circuit.databaseUrl('justice'), `UPDATE file SET place = '${place}' WHERE sha256 = '${sha256}'`);
      const [row] = await rowsOf<{ a: string; b: string }>(
        circuit.databaseUrl('justice'),
        `SELECT a.place AS a, b.place AS b FROM file a, file b WHERE a.sha256 = '${one.sha256}' AND b.sha256 = '${other.sha256}'`,
      );
      await give('aside', one.sha256);
      await give(row?.a ?? '', other.sha256);
      await give(row?.b ?? '', one.sha256);
      expect([503, 'broken']).toContain(await gives(other.sha256));
      expect([503, 'broken']).toContain(await gives(one.sha256));
    });
  });
}
