import { dispatch, fileDocument } from '@chancery/circuit';
import { describe, expect, test } from 'vitest';
import { signed, type Written } from '../../kit/walks.ts';
import { asked, cardOf, circuit, onDocument, run, status } from './circuit.ts';
import { bookkeeper, payer, secondPayer } from './people.ts';

/** Under it orders are signed twice, and some registers number in another way. */
export function signedTwice(): void {
  describe('a kind that two sign (§5.2)', () => {
    let order: Written;

    test('is not registered after the first signature', async () => {
      order = await signed(circuit.desk(), { institution: 'FIN', kind: 'PaymentOrder' });
      expect(await onDocument('registerDocument', order, bookkeeper)).toBe('SIGNATURES_MISSING 5.2');
    });

    test('is not signed twice by one official', async () => {
      expect(await onDocument('signDocument', order, payer)).toBe('ALREADY_SIGNED 5.2');
    });

    test('is registered after the second, under a number of its own pattern (§6.4)', async () => {
      expect(await onDocument('signDocument', order, secondPayer)).toEqual(status('SIGNED'));
      expect(await onDocument('signDocument', order, secondPayer)).toBe('DOCUMENT_NOT_DRAFT 4.4');
      const number = await run('registerDocument', { documentId: order.id }, bookkeeper, 'outgoingNumber');
      expect(number).toEqual({ outgoingNumber: expect.stringMatching(/^\d{4}\/PAY\/001$/) });
    });

    test('is delivered with both signatures', async () => {
      const [sent] = await dispatch(circuit.desk(), 'FIN', order.id, ['MOH']);
      const copy = 'query Copy($id: ID!) { consignment(id: $id) { state copy { signatures { official { id } } } } }';
      await expect
        .poll(() => asked(copy, { id: sent?.id }, { institution: 'MOH', duty: 'REGISTRAR' }), { timeout: 10_000 })
        .toEqual({ state: 'DELIVERED', copy: { signatures: [{ official: { id: 'FIN:t.rudenko' } }, { official: { id: secondPayer } }] } });
    });

    test('carries its own retention once it is filed (§12.1)', async () => {
      await fileDocument(circuit.desk(), 'FIN', order.id, '10-01');
      const year = new Date().getUTCFullYear();
      expect(await cardOf(order, bookkeeper)).toMatchObject({
        retention: { schedule: 'FIN-10', keptUntil: expect.stringMatching(`^${year + 10}-`), regulation: 2 },
      });
    });
  });

  test('two institutions on one server write their numbers the same way', async () => {
    const letters = await Promise.all(['NAR', 'STA'].map((institution) => signed(circuit.desk(), { institution, kind: 'OfficialLetter' })));
    const numbers = letters.map(({ id, institution }) =>
      run('registerDocument', { documentId: id }, { institution, duty: 'REGISTRAR' }, 'outgoingNumber'),
    );
    const first = { outgoingNumber: `${new Date().getUTCFullYear()}/1` };
    expect(await Promise.all(numbers)).toEqual([first, first]);
  });
}
