import { expect, test } from 'vitest';
import { circuit } from '../../kit/circuitOfFile.ts';
import { drafted } from '../../kit/walks.ts';
import { auditor, deputy, deputyAtHome, done, officer, refused, signatory, told } from './people.ts';

/** Another stands in for the signatory, until that is ended. */
export function delegation(): void {
  let restricted = '';
  let delegationId = '';

  test('the signatory lets an official of another institution stand in for a week', async () => {
    restricted = (await drafted(circuit.desk())).id;
    expect(await refused(deputy, 'signDocument', { documentId: restricted })).toBe('DUTY_REQUIRED 2.3');
    const to = new Date(Date.now() + 7 * 86_400_000).toISOString();
    const { delegation } = await done<{ delegation: { id: string } }>(
      signatory,
      'delegateDuty',
      { official: deputy.official, duty: 'SIGNATORY', to },
      'delegation { id duty to inForce institution { code } delegatedBy { name } delegatedTo { name } }',
    );
    expect(delegation).toEqual({
      id: expect.stringMatching(/^JUS:delegation:/),
      duty: 'SIGNATORY',
      to,
      inForce: true,
      institution: { code: 'JUS' },
      delegatedBy: { name: 'Ihor Shevchuk' },
      delegatedTo: { name: 'Tetiana Rudenko' },
    });
    delegationId = delegation.id;
    const both = await told(deputyAtHome, '{ me { duties { duty institution { code } to delegatedBy { name } } } }');
    expect(both).toEqual({
      me: {
        duties: [
          { duty: 'SIGNATORY', institution: { code: 'FIN' }, to: null, delegatedBy: null },
          { duty: 'SIGNATORY', institution: { code: 'JUS' }, to, delegatedBy: { name: 'Ihor Shevchuk' } },
        ],
      },
    });
  });

  test('she signs under it, and the audit trail says by whose delegation', async () => {
    const signing = async () => refused(deputy, 'signDocument', { documentId: restricted });
    await expect.poll(signing, { timeout: 5_000, interval: 100 }).toBe('');
    const question = `query Audit($id: ID!) { auditEntries(filter: { documentId: $id, act: "signDocument", outcome: [DONE] }) {
      edges { node { place official { name } institution { code } duties delegatedBy { duty by { name } } } }
    } }`;
    const entry = (place: string) => ({
      node: {
        place,
        official: { name: 'Tetiana Rudenko' },
        institution: { code: 'JUS' },
        duties: ['SIGNATORY'],
        delegatedBy: [{ duty: 'SIGNATORY', by: { name: 'Ihor Shevchuk' } }],
      },
    });
    await expect
      .poll(() => told(auditor, question, { id: restricted }), { timeout: 5_000 })
      .toEqual({ auditEntries: { edges: expect.arrayContaining([entry('gateway'), entry('JUS')]) } });
  });

  test('what came by delegation is not delegated on, and who may not ends nothing', async () => {
    const to = new Date(Date.now() + 86_400_000).toISOString();
    const on = { official: 'JUS:n.kovalenko', duty: 'SIGNATORY', to };
    expect(await refused(deputy, 'delegateDuty', on)).toBe('DUTY_IS_DELEGATED 2.5.2');
    expect(await refused(deputy, 'endDelegation', { delegationId })).toBe('NOT_YOUR_DELEGATION 2.5.3');
    expect(await refused(deputyAtHome, 'endDelegation', { delegationId })).toBe('DELEGATION_NOT_FOUND 2.5');
  });

  test('who was refused in another’s perimeter stands in its audit trail by name: the gateway has on record that she asked (§10.11)', async () => {
    expect(await refused(deputyAtHome, 'signDocument', { documentId: restricted })).toBe('DOCUMENT_NOT_FOUND 3.1');
    const question = `query Audit($id: ID!) { auditEntries(filter: { documentId: $id, act: "signDocument", outcome: [REFUSED] }) {
      edges { node { place official { name } institution { code } duties claimedAt } }
    } }`;
    const node = {
      place: 'JUS',
      official: { name: 'Tetiana Rudenko' },
      institution: { code: 'FIN' },
      duties: ['SIGNATORY'],
      claimedAt: null,
    };
    await expect
      .poll(() => told(auditor, question, { id: restricted }), { timeout: 5_000 })
      .toEqual({ auditEntries: { edges: expect.arrayContaining([{ node }]) } });
  });

  test('the delegation ends by word, and access ends', async () => {
    const next = (await drafted(circuit.desk())).id;
    expect(await done(signatory, 'endDelegation', { delegationId }, 'delegation { inForce }')).toEqual({ delegation: { inForce: false } });
    const signing = async () => refused(deputy, 'signDocument', { documentId: next });
    await expect.poll(signing, { timeout: 5_000, interval: 100 }).toBe('DUTY_REQUIRED 2.3');
    expect(await refused(signatory, 'endDelegation', { delegationId })).toBe('DELEGATION_ENDED 2.5.3');
    const history = `query History($id: ID!) { official(id: $id) { delegations { edges { node { id inForce } } } } }`;
    for (const id of [signatory.official, deputy.official])
      expect(await told(officer, history, { id })).toEqual({
        official: { delegations: { edges: [{ node: { id: delegationId, inForce: false } }] } },
      });
  });
}
