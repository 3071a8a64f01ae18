import { describe, expect, test } from 'vitest';
import { drafted, type Written } from '../../kit/walks.ts';
import { asked, circuit, onDocument, run, status } from './circuit.ts';
import { clerk, jack, registrar, signatory } from './people.ts';

/** Under it opinions are approved before they are signed. */
export function approvedKinds(): void {
  describe('a kind that is approved (§4.5)', () => {
    let opinion: Written;

    test('is not signed as a draft', async () => {
      opinion = await drafted(circuit.desk());
      expect(await onDocument('signDocument', opinion, signatory)).toBe('APPROVAL_MISSING 4.5');
      expect(await onDocument('submitDocument', opinion, clerk)).toEqual(status('IN_APPROVAL'));
      expect(await onDocument('signDocument', opinion, signatory)).toBe('APPROVAL_MISSING 4.5');
      expect(await onDocument('reviseLegalOpinion', opinion, clerk, { title: 'Other' })).toBe('DOCUMENT_NOT_DRAFT 4.4');
    });

    test('is given back with a reason, revised and submitted again', async () => {
      expect(await onDocument('returnDocument', opinion, signatory, { reason: 'The basis is missing.' })).toEqual(status('RETURNED'));
      expect(await onDocument('submitDocument', opinion, clerk)).toBe('DOCUMENT_NOT_DRAFT 4.4');
      const told = 'query Told($id: ID!) { document(id: $id) { approval { returnedReason returnedBy { name } approvedBy { name } } } }';
      expect(await asked(told, { id: opinion.id }, clerk)).toEqual({
        approval: { returnedReason: 'The basis is missing.', returnedBy: { name: 'Ihor Shevchuk' }, approvedBy: null },
      });
      expect(await onDocument('reviseLegalOpinion', opinion, clerk, { title: 'With its basis' })).toEqual(status('DRAFT'));
      expect(await onDocument('submitDocument', opinion, clerk)).toEqual(status('IN_APPROVAL'));
    });

    test('is found by its status', async () => {
      const waiting = '{ documents(filter: { status: [IN_APPROVAL] }) { edges { node { id } } } }';
      await expect.poll(() => asked(waiting, {}, signatory), { timeout: 5_000 }).toEqual({ edges: [{ node: { id: opinion.id } }] });
    });

    test('is signed once a signatory has approved it', async () => {
      expect(await onDocument('approveDocument', opinion, signatory)).toEqual(status('APPROVED'));
      expect(await onDocument('signDocument', opinion, signatory)).toEqual(status('SIGNED'));
      expect(await onDocument('registerDocument', opinion, registrar)).toEqual(status('REGISTERED'));
    });

    test('is not approved by who drafted or submitted it (§4.6)', async () => {
      const own = (await run('draftLegalOpinion', { title: 'My own' }, jack, 'document { id }')) as { document: { id: string } };
      const mine = { ...opinion, id: own.document.id };
      expect(await onDocument('submitDocument', mine, clerk)).toEqual(status('IN_APPROVAL'));
      expect(await onDocument('approveDocument', mine, jack)).toBe('APPROVER_IS_AUTHOR 4.6');
      const theirs = await drafted(circuit.desk());
      expect(await onDocument('submitDocument', theirs, jack)).toEqual(status('IN_APPROVAL'));
      expect(await onDocument('approveDocument', theirs, jack)).toBe('APPROVER_IS_AUTHOR 4.6');
      expect(await onDocument('approveDocument', theirs, signatory)).toEqual(status('APPROVED'));
    });

    test('is the only one: a court ruling is signed as a draft', async () => {
      const ruling = await drafted(circuit.desk(), { kind: 'CourtRuling' });
      expect(await onDocument('signDocument', ruling, signatory)).toEqual(status('SIGNED'));
    });
  });
}
