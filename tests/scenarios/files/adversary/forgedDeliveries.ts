import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { type Transfer, Transfers, toldBy } from '@chancery/trust';
import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import { circuit } from '../../../kit/circuitOfFile.ts';
import { largestFile } from '../../../kit/filePlaces.ts';
import { sha256Of } from '../../../kit/files.ts';
import { bytesOf, stored } from './carried.ts';

/** Files that are handed to a recipient, by others than the exchange or not as they were sent. */
export function forgedDeliveries(): void {
  describe('what claims to be a delivery', () => {
    const consignmentId = () => `FIN:${ulid()}`;
    const put = async (
      as: 'exchange' | 'justice' | 'gateway',
      sha256: string,
      size: number,
      body: Readable,
      type = 'text/plain',
    ): Promise<unknown> => {
      const transfers = new Transfers(circuit.identity(as), circuit.registry);
      const path = `/received-file?${new URLSearchParams({ consignmentId: consignmentId(), sha256, size: String(size), type })}`;
      const transfer: Transfer = { service: 'finance', path, body, caller: null, record: null, operation: 'carryFile', token: null };
      try {
        return await toldBy('finance', await transfers.carry(transfer));
      } catch (error) {
        return error;
      } finally {
        transfers.close();
      }
    };

    test('is taken from the exchange alone', async () => {
      const bytes = bytesOf('Forged.', 7);
      for (const as of ['justice', 'gateway'] as const)
        expect(await put(as, sha256Of(bytes), bytes.length, Readable.from([bytes]))).toMatchObject({ code: 'UNAUTHENTICATED' });
    });

    test('is refused where it is not what the digest is of, and nothing of it stays', async () => {
      const before = stored('finance');
      const bytes = bytesOf('Right.', 6_000);
      const wrong = bytesOf('Wrong.', 6_000);
      expect(await put('exchange', sha256Of(bytes), wrong.length, Readable.from([wrong]))).toMatchObject({ code: 'BAD_INPUT' });
      expect(await put('exchange', sha256Of(bytes), bytes.length, Readable.from([bytes.subarray(1)]))).toMatchObject({ code: 'BAD_INPUT' });
      expect(await put('exchange', sha256Of(bytes), largestFile + 1, Readable.from([bytes]))).toMatchObject({ code: 'FILE_TOO_LARGE' });
      expect(await put('exchange', sha256Of(bytes), bytes.length, Readable.from([bytes]), 'text/html')).toMatchObject({
        code: 'FILE_TYPE_MISMATCH',
      });
      expect(stored('finance')).toEqual(before);
      expect(await put('exchange', sha256Of(bytes), bytes.length, Readable.from([bytes]))).toEqual({ isHere: true });
    });

    test('and does not end is broken off at the first byte too many', async () => {
      let given = 0;
      async function* endless(): AsyncGenerator<Buffer> {
        for (; ; await pause(1)) {
          given += 65_536;
          yield Buffer.alloc(65_536, 'Endless. ');
        }
      }
      expect(await put('exchange', 'a'.repeat(64), 100_000, Readable.from(endless(), { objectMode: false }))).toMatchObject({
        code: 'BAD_INPUT',
      });
      expect(given).toBeLessThan(largestFile / 2);
    });
  });
}
