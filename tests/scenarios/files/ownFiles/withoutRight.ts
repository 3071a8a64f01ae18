import { beforeAll, describe, expect, test } from 'vitest';
import { circuit } from '../../../kit/circuitOfFile.ts';
import { attach, getFile, putFile } from '../../../kit/files.ts';
import { rowsOf } from '../../../kit/rows.ts';
import { drafted } from '../../../kit/walks.ts';
import { clerk, numbered, stranger, text } from './annexes.ts';

/** What others hear of a file, and who may not send or attach one. */
export function withoutRight(): void {
  describe('who has no right to a file', () => {
    let sha256: string;
    let id: string;
    beforeAll(async () => {
      ({ sha256 } = (await putFile(circuit, clerk, numbered(1))).file);
      ({ id } = await drafted(circuit.desk()));
      await attach(circuit, clerk, id, sha256, 'Annex.txt');
    });

    test('hears the same of it as of one that does not exist', async () => {
      const [real, invented] = await Promise.all([sha256, 'f'.repeat(64)].map((each) => getFile(circuit, stranger, each)));
      const named = await getFile(circuit, stranger, `${sha256}?document=${id}`);
      for (const { status, code } of [real, invented, named].flatMap((each) => each ?? []))
        expect([status, code]).toEqual([404, 'FILE_NOT_FOUND']);
      expect(real?.bytes.equals(invented?.bytes ?? Buffer.alloc(0))).toBe(true);
    });

    test('cannot attach it by its digest alone: neither another institution nor another clerk', async () => {
      const theirs = await drafted(circuit.desk(), { institution: 'FIN', kind: 'BudgetRequest' });
      expect(await attach(circuit, stranger, theirs.id, sha256, 'Annex.txt')).toBe('FILE_NOT_FOUND');
      expect(await attach(circuit, stranger, id, sha256, 'Mine.txt')).toBe('DOCUMENT_NOT_FOUND');
      const own = await drafted(circuit.desk());
      expect(await attach(circuit, clerk, own.id, 'f'.repeat(64), 'Annex.txt')).toBe('FILE_NOT_FOUND');
    });

    test('may not send one without the duty of a clerk, nor without signing in', async () => {
      expect(await putFile(circuit, { institution: 'JUS', duty: 'REGISTRAR' }, text)).toMatchObject({ status: 403, code: 'DUTY_REQUIRED' });
      expect(await putFile(circuit, null, text)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
      expect(await getFile(circuit, null, sha256)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
      expect(await getFile(circuit, { institution: 'JUS', duty: 'SECURITY_OFFICER' }, sha256)).toMatchObject({
        status: 403,
        code: 'DUTY_REQUIRED',
      });
    });

    test('attaches it while he has sent it himself within a day, or a document that he may read carries it', async () => {
      const { file } = await putFile(circuit, clerk, numbered(2));
      const waited = `UPDATE upload SET at = now() - interval '25 hours' WHERE sha256 = '${file.sha256}'`;
      await rowsOf(circuit.databaseUrl('justice'), waited);
      const own = await drafted(circuit.desk());
      expect(await attach(circuit, clerk, own.id, file.sha256, 'Annex.txt')).toBe('FILE_NOT_FOUND');
      await rowsOf(circuit.databaseUrl('justice'), waited.replace(file.sha256, sha256));
      expect(await attach(circuit, clerk, own.id, sha256, 'Annex.txt')).toBeUndefined();
    });
  });
}
