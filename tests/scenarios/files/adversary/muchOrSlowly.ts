import { connect, type Socket } from 'node:net';
import { beforeEach, describe, expect, test } from 'vitest';
import { circuit } from '../../../kit/circuitOfFile.ts';
import { largestFile } from '../../../kit/filePlaces.ts';
import { attach, putFile } from '../../../kit/files.ts';
import { rowsOf } from '../../../kit/rows.ts';
import { storedAt } from '../../../kit/storedFiles.ts';
import { drafted } from '../../../kit/walks.ts';
import { bytesOf, clerk, stored } from './carried.ts';

/** Who would fill a perimeter, or keep its places. */
export function muchOrSlowly(): void {
  describe('who sends much, or slowly', () => {
    const sockets: Socket[] = [];
    beforeEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy();
    });

    /** Begins an upload that never ends. */
    async function begin(token: string, sent: string): Promise<Socket> {
      const { hostname, port } = new URL(circuit.graphql);
      const socket = connect(Number(port), hostname);
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.write(
        `PUT /files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\ncontent-type: text/plain\r\ncontent-length: 5000000\r\n\r\n${sent}`,
      );
      return socket;
    }

    test('leaves room for others, and takes nothing with him when he goes', async () => {
      const before = stored().length;
      const token = await circuit.token(clerk);
      for (let n = 0; n < 70; n++) await begin(token, 'a'.repeat(70_000));
      // Three quarters of what is free: 48 of 64.
      await expect.poll(() => stored().length - before, { timeout: 20_000 }).toBe(48);
      expect(await putFile(circuit, clerk, bytesOf('One more.', 9))).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
      expect((await putFile(circuit, { institution: 'FIN', duty: 'CLERK' }, bytesOf('Of another.', 12))).status).toBe(200);
      for (const socket of sockets.splice(0)) socket.destroy();
      await expect.poll(() => stored().length, { timeout: 20_000 }).toBe(before);
      // His places are free once the end of each upload is on record.
      await expect.poll(async () => (await putFile(circuit, clerk, bytesOf('Later.', 7))).status, { timeout: 10_000 }).toBe(200);
    }, 90_000);

    test('cannot fill the disk with what no document carries', async () => {
      const by = { institution: 'MOH', duty: 'CLERK' } as const;
      const sent: string[] = [];
      for (let n = 0; n < 5; n++) {
        const { status, file } = await putFile(circuit, by, bytesOf(`Large ${n}. `, largestFile));
        expect(status).toBe(200);
        sent.push(file.sha256);
      }
      expect(await putFile(circuit, by, bytesOf('One more.', 9))).toMatchObject({ status: 429, code: 'FILES_WAITING' });
      const { id } = await drafted(circuit.desk(), { institution: 'MOH', kind: 'LicenceNotice' });
      expect(await attach(circuit, by, id, sent[0] ?? '', 'Annex.txt')).toBeUndefined();
      expect((await putFile(circuit, by, bytesOf('One more.', 9))).status).toBe(200);
      await rowsOf(circuit.databaseUrl('health'), `UPDATE upload SET at = now() - interval '25 hours'`);
      expect((await putFile(circuit, by, bytesOf('Tomorrow.', 9))).status).toBe(200);
    }, 60_000);

    test('nor by sending all of it at once', async () => {
      const by = { institution: 'STA', duty: 'CLERK' } as const;
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => putFile(circuit, by, bytesOf(`Side by side ${n}. `, largestFile))),
      );
      expect(answers.map(({ status, code }) => code ?? status).toSorted()).toEqual([
        ...Array(5).fill(200),
        ...Array(5).fill('FILES_WAITING'),
      ]);
      const [kept] = await rowsOf<{ count: number }>(circuit.databaseUrl('hosted'), 'SELECT count(*)::int AS count FROM file');
      expect(kept).toEqual({ count: 5 });
      expect(storedAt(circuit, 'hosted')).toHaveLength(5);
    }, 60_000);

    test('and stops sending is broken off after 30 s', async () => {
      const before = stored().length;
      const socket = await begin(await circuit.token(clerk), 'a'.repeat(100_000));
      await expect.poll(() => stored().length, { timeout: 5_000 }).toBe(before + 1);
      await expect.poll(() => socket.destroyed || socket.readyState !== 'open', { timeout: 40_000 }).toBe(true);
      await expect.poll(() => stored().length, { timeout: 5_000 }).toBe(before);
    }, 60_000);
  });
}
