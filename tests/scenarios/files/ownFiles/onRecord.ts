import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { circuit } from '../../../kit/circuitOfFile.ts';
import { attach, getFile, putFile, sha256Of } from '../../../kit/files.ts';
import { rowsOf } from '../../../kit/rows.ts';
import { drafted } from '../../../kit/walks.ts';
import { clerk, numbered, stored, stranger } from './annexes.ts';

/** How a file lies in the store, and what the audit trail says of it. */
export function onRecord(): void {
  describe('what is on record and at rest (§4.11, §10.1)', () => {
    test('the same content twice is stored once, and unreadable', async () => {
      const before = stored();
      const bytes = numbered(4);
      const sent = await Promise.all([1, 2, 3, 4].map(() => putFile(circuit, clerk, bytes)));
      expect(sent.map(({ status, message }) => [status, message])).toEqual(Array.from({ length: 4 }, () => [200, '']));
      const added = stored().filter((name) => !before.includes(name));
      expect(added).toHaveLength(1);
      expect(added[0]).toMatch(new RegExp(`^JUS/${sha256Of(bytes).slice(0, 2)}/${sha256Of(bytes)}\\.`));
      expect(readFileSync(join(circuit.services.files('justice').folder, added[0] ?? '')).includes('Annex')).toBe(false);
    });

    test('every upload and every download is on the audit trail, whoever asked and however it ended', async () => {
      const { file } = await putFile(circuit, clerk, numbered(5));
      const { id } = await drafted(circuit.desk());
      await attach(circuit, clerk, id, file.sha256, 'Annex.txt');
      await getFile(circuit, clerk, `${file.sha256}?document=${id}`);
      await getFile(circuit, stranger, `${file.sha256}?document=${id}`);
      await putFile(circuit, clerk, Buffer.from('%PDF-1.7\n'), 'text/plain');
      await getFile(circuit, null, file.sha256);
      const acts = `SELECT e.act, coalesce(c.outcome, e.outcome) AS outcome, coalesce(c.code, e.code) AS code, e.institution, coalesce(c.documents, e.documents) AS documents
        FROM audit_entry e LEFT JOIN audit_closing c ON c.entry = e.id WHERE e.place = 'gateway' AND e.act IN ('uploadFile', 'downloadFile') ORDER BY e.id`;
      const rows = () => rowsOf<object>(circuit.databaseUrl('audit'), acts);
      await expect
        .poll(async () => (await rows()).slice(-5), { timeout: 5_000 })
        .toEqual([
          { act: 'uploadFile', outcome: 'DONE', code: null, institution: 'JUS', documents: [] },
          { act: 'downloadFile', outcome: 'DONE', code: null, institution: 'JUS', documents: [id] },
          { act: 'downloadFile', outcome: 'REFUSED', code: 'FILE_NOT_FOUND', institution: 'FIN', documents: [] },
          { act: 'uploadFile', outcome: 'REFUSED', code: 'FILE_TYPE_MISMATCH', institution: 'JUS', documents: [] },
          { act: 'downloadFile', outcome: 'REFUSED', code: 'UNAUTHENTICATED', institution: null, documents: [] },
        ]);
    });
  });
}
