import { dispatch, register, sign } from '@chancery/circuit';
import { ulid } from 'ulid';
import { beforeAll, describe, expect, test } from 'vitest';
import { circuit } from '../../../kit/circuitOfFile.ts';
import { attach, getFile, putFile } from '../../../kit/files.ts';
import { drafted } from '../../../kit/walks.ts';
import { bytesOf, carried, clerk, part } from './carried.ts';

/** What is asked of a file in strange ways, or by who may not have it. */
export function strangeAskings(): void {
  describe('parts of a file that are asked for in strange ways', () => {
    let sha256: string;
    let bytes: Buffer;
    beforeAll(async () => {
      ({ sha256, bytes } = await carried('Range.'));
    });

    test.each([
      'bytes=0-18446744073709551616',
      'bytes=9007199254740993-',
      'bytes=-9007199254740993',
      'bytes=-0',
      'bytes=0x10-0x20',
      'bytes=1e2-',
      'bytes= 5 - 9 ',
      'BYTES=0-4',
      'bytes=0-4,0-4,0-4',
      `bytes=${'0-0,'.repeat(60)}1-1`,
      `bytes=${'9'.repeat(5_000)}-`,
      'bytes=-',
      'bytes',
      'items=0-4',
      'bytes=4-2',
      'bytes=--5',
      'bytes=NaN-5',
    ])('%s is a part of it, all of it, or none', async (range) => {
      const answer = await part(sha256, range);
      const [, from, to, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers.get('content-range') ?? '') ?? [];
      if (answer.status === 206) {
        expect(Number(size)).toBe(bytes.length);
        expect(answer.bytes.equals(bytes.subarray(Number(from), Number(to) + 1))).toBe(true);
      } else if (answer.status === 416) expect(answer.bytes.length).toBe(0);
      else expect([answer.status, answer.bytes.equals(bytes)]).toEqual([200, true]);
    });
  });

  describe('who guesses, or has only heard of a file', () => {
    test('learns the same of every digest, near or far, with or without a document', async () => {
      const { sha256, id } = await carried('Guess.');
      const near = `${sha256.slice(0, -1)}${sha256.endsWith('0') ? '1' : '0'}`;
      const stranger = { institution: 'MOH', duty: 'CLERK' } as const;
      const asked = [
        sha256,
        near,
        'a'.repeat(64),
        `${sha256}?document=${id}`,
        `${near}?document=${id}`,
        `${sha256}?document=JUS:LegalOpinion:${ulid()}`,
      ];
      const heard = await Promise.all(asked.map((path) => getFile(circuit, stranger, path)));
      const told = heard.map(({ status, bytes }) => `${status} ${bytes}`);
      expect(new Set(told).size).toBe(1);
      expect(told[0]).toContain('FILE_NOT_FOUND');
    });

    test('has no file of a RESTRICTED document that came, without clearance, nor attaches it elsewhere', async () => {
      const desk = circuit.desk();
      const { id } = await drafted(desk, { facts: { access: 'RESTRICTED' } });
      const { sha256 } = (await putFile(circuit, clerk, bytesOf('Restricted.'))).file;
      await attach(circuit, clerk, id, sha256, 'Annex.txt');
      await sign(desk, 'JUS', id);
      await register(desk, 'JUS', id);
      const [sent] = await dispatch(desk, 'JUS', id, ['FIN']);
      const registrar = { institution: 'FIN', duty: 'REGISTRAR' } as const;
      await expect.poll(async () => (await getFile(circuit, registrar, sha256)).status, { timeout: 20_000 }).toBe(200);
      const uncleared = { institution: 'FIN', duty: 'CLERK' } as const;
      expect(await getFile(circuit, uncleared, sha256)).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' });
      expect(await getFile(circuit, uncleared, `${sha256}?document=${id}`)).toMatchObject({ status: 404 });
      const own = await drafted(circuit.desk(), { institution: 'FIN', kind: 'BudgetRequest' });
      expect(await attach(circuit, uncleared, own.id, sha256, 'Annex.txt')).toBe('FILE_NOT_FOUND');
      expect(sent?.id).toBeDefined();
      // Who wrote it and is not cleared either has lost it with the registration.
      expect(await getFile(circuit, clerk, sha256)).toMatchObject({ status: 404, code: 'FILE_NOT_FOUND' });
    });
  });
}
