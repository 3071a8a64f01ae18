import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../kit/rows.ts';
import { received, registered } from '../../kit/walks.ts';
import type { Who } from '../../kit/who.ts';
import { before, circuit, hours, run } from './circuit.ts';
import { bookkeeper, registrar } from './people.ts';

/** Under it some ways are closed, and time is shorter. */
export function waysAndDeadlines(): void {
  describe('a closed way (§7.9)', () => {
    test('is closed for its kind, before anything is released', async () => {
      const ruling = await registered(circuit.desk(), { kind: 'CourtRuling' });
      const sending = (to: readonly string[]) => run('dispatchDocument', { documentId: ruling.id, to }, registrar, 'dispatch { id }');
      expect(await sending(['FIN'])).toBe('ROUTE_CLOSED 7.9');
      expect(await sending(['MOH', 'FIN', 'NAR'])).toBe('ROUTE_CLOSED 7.9');
      const released = 'SELECT dispatch_id FROM release WHERE document_id = $1';
      expect(await rowsOf(circuit.databaseUrl('justice'), released, [ruling.id])).toEqual([]);
      const sent = 'SELECT id FROM consignment WHERE document_id = $1';
      expect(await rowsOf(circuit.databaseUrl('exchange'), sent, [ruling.id])).toEqual([]);
      expect(await sending(['MOH', 'NAR'])).toEqual({ dispatch: { id: expect.any(String) } });
    });

    test('is open for other kinds', async () => {
      expect(await run('dispatchDocument', { documentId: before.registered.id, to: ['FIN'] }, registrar, 'dispatch { id }')).toEqual({
        dispatch: { id: expect.any(String) },
      });
    });
  });

  describe('deadlines', () => {
    test('of a dispatch are those of the version, and bounded by it (§7.4, §11.1)', async () => {
      const { id: documentId } = await registered(circuit.desk(), { kind: 'CourtRuling' });
      const sending = (more: object) =>
        run(
          'dispatchDocument',
          { documentId, to: ['MOH'], ...more },
          registrar,
          'dispatch { dispatchedAt registerBy consignments { expiresAt } }',
        );
      const sent = (await sending({})) as {
        dispatch: { dispatchedAt: string; registerBy: string; consignments: [{ expiresAt: string }] };
      };
      const { dispatchedAt, registerBy, consignments } = sent.dispatch;
      expect([hours(registerBy, dispatchedAt), hours(consignments[0].expiresAt, dispatchedAt)]).toEqual([48, 12]);
      expect(await sending({ expiresAt: new Date(Date.now() + 37 * 3_600_000) })).toBe('DEADLINE_TOO_FAR 7.4');
    });

    test('of a resolution, and numbers and retention at the recipient, are those of the version (§6.4, §11.2, §12.1)', async () => {
      const there = await received(circuit.desk(), { kind: 'CourtRuling', to: 'MOH' });
      const resolution = { consignmentId: there.sent.id, executor: 'MOH:y.harasym', instruction: 'Answer.' };
      const by: Who = { institution: 'MOH', duty: 'SIGNATORY' };
      const selection = 'consignment { resolution { issuedAt dueAt } }';
      const { consignment } = (await run('issueResolution', resolution, by, selection)) as {
        consignment: { resolution: { issuedAt: string; dueAt: string } };
      };
      expect(hours(consignment.resolution.dueAt, consignment.resolution.issuedAt)).toBe(7 * 24);
      const filing = { consignmentId: there.sent.id, caseFile: '11-03' };
      expect(
        await run(
          'fileConsignment',
          filing,
          { institution: 'MOH', duty: 'REGISTRAR' },
          'consignment { retention { schedule trigger keptUntil } }',
        ),
      ).toEqual({
        consignment: { retention: { schedule: 'GEN-03', trigger: 'YEAR_END', keptUntil: `${new Date().getUTCFullYear() + 3}-12-31` } },
      });
      const incoming = await run('registerConsignment', { consignmentId: before.consignment }, bookkeeper, 'incomingNumber');
      expect(incoming).toEqual({ incomingNumber: expect.stringMatching(/^\d{4}-1$/) });
    });
  });
}
