import type { Story } from './story.ts';

/** A restricted request on which a resolution stands that nobody has carried out yet. */
export const laboratorySupplement: Story = {
  key: 'laboratory-supplement',
  from: 'FIN',
  kind: 'BudgetRequest',
  input: {
    title: 'Supplementary request for the network of public health laboratories',
    access: 'RESTRICTED',
    documentDate: '2026-10-19',
    abstract: 'Reagents and a second shift for six regional laboratories until the end of the year.',
    programme: '2301040',
    fiscalYear: 2026,
    amount: '18450000.00',
    currency: 'EUR',
    purpose: 'Reagents, consumables and a second shift in six regional laboratories',
    justification: 'The number of samples has doubled since September; the reserve lasts until the middle of November.',
  },
  ends: 'DISPATCHED',
  intakes: [
    {
      to: 'MOH',
      ends: 'RESOLVED',
      resolution: { instruction: 'Check the calculation against the laboratories’ own figures.' },
    },
  ],
};

/** An order that its addressee refuses. */
export const scannerPayment: Story = {
  key: 'scanner-payment',
  from: 'FIN',
  kind: 'PaymentOrder',
  input: {
    title: 'Payment for document scanners, second instalment',
    access: 'INTERNAL',
    documentDate: '2026-11-17',
    orderNumber: 'TR-2026-11-0417',
    payee: 'Optica Office Supplies',
    payeeAccount: 'DE89370400440532013000',
    amount: '64200.00',
    currency: 'EUR',
    purpose: 'Contract 118 of 2026, second instalment',
    payOn: '2026-11-30',
  },
  ends: 'DISPATCHED',
  intakes: [{ to: 'NAR', ends: 'REFUSED', reason: 'NOT_COMPETENT', note: 'The contract is held by the State Statistics Service.' }],
};
