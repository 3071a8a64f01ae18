import { defineInstitution } from '@chancery/perimeter';

/** The Ministry of Finance and its documents. */
export const finance = defineInstitution({
  name: 'finance',
  schema: new URL('./schema.graphql', import.meta.url),
  institutions: ['FIN'],
  kinds: {
    BudgetRequest: { requiredToSign: ['programme', 'fiscalYear', 'amount', 'currency'], texts: ['purpose', 'justification'] },
    PaymentOrder: { requiredToSign: ['orderNumber', 'payee', 'payeeAccount', 'amount', 'currency', 'payOn'], texts: ['purpose'] },
  },
});
