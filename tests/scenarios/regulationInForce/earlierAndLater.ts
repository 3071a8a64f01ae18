import { describe, expect, test } from 'vitest';
import { rowsOf } from '../../kit/rows.ts';
import { drafted } from '../../kit/walks.ts';
import { asked, before, cardOf, circuit, heard, onDocument, run, status } from './circuit.ts';
import { auditor, bookkeeper, clerk, officer, operator, registrar, secondPayer, signatory } from './people.ts';

/** What was there before it, and the versions that come after. */
export function earlierAndLater(): void {
  describe('what was written before', () => {
    test('stays as it was', async () => {
      expect(await cardOf(before.filed, registrar)).toMatchObject({
        status: 'FILED',
        outgoingNumber: expect.stringMatching(/^JUS-\d{4}\/00000\d$/),
        retention: { schedule: 'GENERAL', keptUntil: `${new Date().getUTCFullYear() + 5}-12-31`, regulation: 1 },
      });
      expect(await cardOf(before.registered, registrar)).toMatchObject({ status: 'REGISTERED', retention: null });
    });

    test('goes on: a signed opinion needs no approval any more, a signed order one signature more', async () => {
      expect(await onDocument('registerDocument', before.signed, registrar)).toEqual(status('REGISTERED'));
      expect(await onDocument('registerDocument', before.order, bookkeeper)).toBe('SIGNATURES_MISSING 5.2');
      expect(await onDocument('signDocument', before.order, secondPayer)).toEqual(status('SIGNED'));
      expect(await onDocument('registerDocument', before.order, bookkeeper)).toEqual(status('REGISTERED'));
    });
  });

  describe('a version', () => {
    test.each([
      ["UPDATE regulation SET note = 'Other' WHERE version = 2", 'never edited'],
      ['DELETE FROM regulation_decision WHERE version = 2', 'never edited'],
      ['TRUNCATE regulation CASCADE', 'never edited'],
    ])('is never edited: %s', async (statement, why) => {
      await expect(rowsOf(circuit.databaseUrl('directory'), statement)).rejects.toThrow(why);
    });

    test('is declined with a reason, and lapses or is overtaken', async () => {
      const version = async () => {
        const made = (await run('proposeRegulation', { note: 'Other.' }, operator, 'regulation { version }')) as {
          regulation: { version: number };
        };
        return made.regulation.version;
      };
      const [declined, overtaken, next] = [await version(), await version(), await version()];
      expect(
        await run('declineRegulation', { version: declined, reason: 'Too soon.' }, operator, 'regulation { state reason approvals }'),
      ).toEqual({
        regulation: { state: 'DECLINED', reason: 'Too soon.', approvals: ['LegalOpinion'] },
      });
      expect(await run('confirmRegulation', { version: next }, officer, 'regulation { state }')).toEqual({
        regulation: { state: 'CONFIRMED' },
      });
      expect(await run('confirmRegulation', { version: overtaken }, officer, 'regulation { state }')).toBe('PROPOSAL_OVERTAKEN 16.2');
      await rowsOf(
        circuit.databaseUrl('directory'),
        `INSERT INTO regulation SELECT 99, rules, note, NULL, proposed_by, now() - interval '31 days', now() - interval '1 day' FROM regulation WHERE version = 2`,
      );
      expect(await asked('{ regulation(version: 99) { state } }', {}, officer)).toEqual({ state: 'LAPSED' });
      expect(await run('confirmRegulation', { version: 99 }, officer, 'regulation { state }')).toBe('PROPOSAL_LAPSED 16.2');
    });

    test('takes effect later where it says so (§16.1)', async () => {
      const effectiveFrom = new Date(Date.now() + 86_400_000).toISOString();
      const made = (await run(
        'proposeRegulation',
        { note: 'From tomorrow.', approvals: ['*'], effectiveFrom },
        operator,
        'regulation { version }',
      )) as {
        regulation: { version: number };
      };
      const { version } = made.regulation;
      expect(await run('confirmRegulation', { version }, officer, 'regulation { effectiveFrom }')).toEqual({
        regulation: { effectiveFrom },
      });
      await heard();
      const ruling = await drafted(circuit.desk(), { kind: 'CourtRuling' });
      expect(await onDocument('signDocument', ruling, signatory)).toEqual(status('SIGNED'));
      expect(await asked(`{ regulation(at: "${effectiveFrom}") { version } }`, {}, clerk)).toEqual({ version });
    });

    test('is on record: who proposed, confirmed and was refused', async () => {
      const trail = `{ auditEntries(filter: { place: "directory" }, first: 100) { edges { node { act outcome code official { id } documentIds } } } }`;
      const entry = (act: string, outcome: string, official: string, more: object) => ({
        node: expect.objectContaining({ act, outcome, official: { id: official }, ...more }),
      });
      await expect
        .poll(() => asked(trail, {}, auditor), { timeout: 5_000 })
        .toMatchObject({
          edges: expect.arrayContaining([
            entry('proposeRegulation', 'DONE', 'EXC:d.ilchenko', { documentIds: ['EXC:regulation:2'] }),
            entry('confirmRegulation', 'DONE', 'EXC:y.koshel', { documentIds: ['EXC:regulation:2'] }),
            entry('confirmRegulation', 'REFUSED', 'EXC:d.ilchenko', { code: 'CONFIRMER_IS_PROPOSER' }),
          ]),
        });
    });
  });
}
