import type { Story } from './story.ts';

/** An opinion that goes all its way at one addressee, and is registered at another. */
export const emergencyProcurement: Story = {
  key: 'emergency-procurement',
  from: 'JUS',
  kind: 'LegalOpinion',
  input: {
    title: 'On the procurement of vaccines without tender in an emergency',
    access: 'INTERNAL',
    documentDate: '2026-10-05',
    abstract: 'Whether and for how long the ministry may buy vaccines by direct contract while an emergency is in force.',
    question: 'May vaccines be bought by direct contract while an emergency is in force?',
    opinion: 'Yes, for the time of the emergency and thirty days after it, provided that each contract is published within ten days.',
    legalBasis: ['Law on Public Procurement, article 40', 'Law on Protection against Infectious Diseases, article 9'],
    requestedBy: 'Ministry of Health',
  },
  ends: 'FILED',
  caseFile: '04-12/2026 Legal opinions to ministries',
  intakes: [
    {
      to: 'MOH',
      ends: 'FILED',
      resolution: {
        instruction: 'Bring the procurement plan into line with the opinion and report.',
        decision: 'Accepted for execution',
        decidedOn: '2026-10-12',
      },
      report: 'The procurement plan for the fourth quarter was changed and published.',
      caseFile: '11-03/2026 Procurement of medicines',
    },
    { to: 'FIN', ends: 'REGISTERED' },
  ],
};

/** A ruling that is signed and waits for its number. */
export const cadastreRuling: Story = {
  key: 'cadastre-ruling',
  from: 'JUS',
  kind: 'CourtRuling',
  input: {
    title: 'Ruling on access of heirs to land cadastre records',
    access: 'INTERNAL',
    documentDate: '2026-11-16',
    caseNumber: '757/18234/26',
    court: 'Pechersk District Court',
    judge: 'V. Sokolova',
    ruledOn: '2026-11-13',
    parties: ['Heirs of H. Onyshchenko', 'State Land Cadastre'],
    disposition: 'The cadastre gives the heirs an extract within five working days.',
    appealUntil: '2026-12-14',
  },
  ends: 'SIGNED',
};
