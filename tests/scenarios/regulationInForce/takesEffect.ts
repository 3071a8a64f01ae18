import { describe, expect, test } from 'vitest';
import { asked, before, heard, run } from './circuit.ts';
import { clerk, officer, operator } from './people.ts';

const whole = `version state effectiveFrom note approvals signatories { kind count } routes { from to kinds open }
  numbering { institution direction kind pattern } retention { kind schedule years trigger disposition }
  deadlines { registerDays executeDays deliveryHours longestDeliveryHours } proposedBy { name } decidedBy { name } reason`;

const proposal = {
  note: 'Opinions are approved, orders are signed twice.',
  approvals: ['LegalOpinion'],
  signatories: [{ kind: 'PaymentOrder', count: 2 }],
  routes: [
    { from: 'JUS', to: 'FIN', kinds: ['CourtRuling'], open: false },
    { from: '*', to: '*', kinds: ['*'] },
  ],
  numbering: [
    { institution: 'FIN', direction: 'OUTGOING', kind: 'PaymentOrder', pattern: '{year}/PAY/{number:3}' },
    { institution: 'FIN', direction: 'INCOMING', pattern: '{year}-{number}' },
    { institution: 'NAR', direction: 'OUTGOING', pattern: '{year}/{number}' },
    { institution: 'STA', direction: 'OUTGOING', pattern: '{year}/{number}' },
  ],
  retention: [
    { kind: 'PaymentOrder', schedule: 'FIN-10', years: 10, trigger: 'FILED', disposition: 'DESTROY' },
    { kind: '*', schedule: 'GEN-03', years: 3, disposition: 'TRANSFER' },
  ],
  deadlines: { registerDays: 2, executeDays: 7, deliveryHours: 12, longestDeliveryHours: 36 },
};

/** A second version, from its proposal to the moment from which it is in force. */
export function takesEffect(): void {
  describe('a new version of the regulation', () => {
    test('is proposed by an operator of the exchange, whole in what it says (§16.2.1)', async () => {
      expect(await run('proposeRegulation', proposal, operator, `regulation { ${whole} }`)).toEqual({
        regulation: {
          ...proposal,
          routes: [proposal.routes[0], { ...proposal.routes[1], open: true }],
          numbering: proposal.numbering.map((row) => ({ kind: '*', ...row })),
          retention: [proposal.retention[0], { ...proposal.retention[1], trigger: 'YEAR_END' }],
          version: 2,
          state: 'PROPOSED',
          effectiveFrom: null,
          proposedBy: { name: 'Denys Ilchenko' },
          decidedBy: null,
          reason: null,
        },
      });
      expect(await run('proposeRegulation', proposal, officer, 'regulation { version }')).toBe('DUTY_REQUIRED 16.2.1');
    });

    test('changes nothing before it is confirmed, and is for the exchange alone to see', async () => {
      expect(await asked('{ regulation { version approvals } }', {}, clerk)).toEqual({ version: 1, approvals: [] });
      expect(await asked('{ regulation(version: 2) { version } }', {}, clerk)).toBe('REGULATION_UNKNOWN 16.1');
      const list = '{ regulations { edges { node { version state } } } }';
      expect(await asked(list, {}, clerk)).toEqual({ edges: [{ node: { version: 1, state: 'CONFIRMED' } }] });
      expect(await asked(list, {}, officer)).toMatchObject({
        edges: [{ node: { version: 2, state: 'PROPOSED' } }, { node: { version: 1 } }],
      });
    });

    test('is not confirmed by who proposed it, nor by another institution', async () => {
      expect(await run('confirmRegulation', { version: 2 }, operator, 'regulation { version }')).toBe('CONFIRMER_IS_PROPOSER 16.2');
      expect(
        await run('confirmRegulation', { version: 2 }, { institution: 'JUS', duty: 'SECURITY_OFFICER' }, 'regulation { version }'),
      ).toBe('DUTY_REQUIRED 16.2.2');
    });

    test('takes effect at once when another official confirms it, and once', async () => {
      const confirming = { version: 2, requestId: 'confirm-2' };
      const confirmed = {
        regulation: { version: 2, state: 'CONFIRMED', effectiveFrom: expect.any(String), decidedBy: { name: 'Yurii Koshel' } },
      };
      const selection = 'regulation { version state effectiveFrom decidedBy { name } }';
      expect(await run('confirmRegulation', confirming, officer, selection)).toEqual(confirmed);
      expect(await run('confirmRegulation', confirming, officer, selection)).toEqual(confirmed);
      expect(await run('confirmRegulation', { version: 2 }, officer, selection)).toBe('PROPOSAL_DECIDED 16.3');
      expect(await asked('{ regulation { version } }', {}, clerk)).toEqual({ version: 2 });
      await heard();
    });

    test('leaves the one before it to be read (§16.3)', async () => {
      const version = `query Version($at: DateTime) { regulation(at: $at) { version approvals } }`;
      expect(await asked(version, { at: before.at.toISOString() }, clerk)).toEqual({ version: 1, approvals: [] });
      expect(await asked('{ regulation(version: 1) { version signatories { count } } }', {}, clerk)).toEqual({
        version: 1,
        signatories: [],
      });
      expect(await asked(version, { at: '1999-01-01T00:00:00Z' }, clerk)).toEqual({ version: 0, approvals: [] });
    });
  });
}
