import type { RefusalReason } from '@chancery/domain';
import type { Instruction } from '../client/intakeSteps.ts';

/** What becomes of a document at one addressee. */
export type Intake =
  | { readonly to: string; readonly ends: 'DELIVERED' }
  | { readonly to: string; readonly ends: 'REGISTERED' }
  | { readonly to: string; readonly ends: 'REFUSED'; readonly reason: RefusalReason; readonly note: string }
  | { readonly to: string; readonly ends: 'RESOLVED'; readonly resolution: Instruction }
  | {
      readonly to: string;
      readonly ends: 'FILED';
      readonly resolution: Instruction;
      readonly report: string;
      readonly caseFile: string;
    };

/** One document of the demonstration, and how far it goes. */
export interface Story {
  /** Tells its request ids from others': a second start repeats nothing. */
  readonly key: string;
  readonly from: string;
  readonly kind: string;
  /** What the clerk enters: the card, and the fields of the kind. */
  readonly input: { readonly title: string; readonly [field: string]: unknown };
  readonly ends: 'DRAFT' | 'SIGNED' | 'REGISTERED' | 'DISPATCHED' | 'FILED' | 'WITHDRAWN';
  readonly withdrawnReason?: string;
  readonly caseFile?: string;
  readonly intakes?: readonly Intake[];
}

/** A handful of documents as such institutions write them: every access mark, and every place where a document can stand. */
export const stories: readonly Story[] = [
  {
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
  },
  {
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
  },
  {
    key: 'respiratory-week-45',
    from: 'MOH',
    kind: 'EpidemicReport',
    input: {
      title: 'Acute respiratory infections, week 45 of 2026',
      access: 'PUBLIC',
      documentDate: '2026-11-09',
      abstract: 'Incidence is above the seasonal threshold in four regions.',
      disease: 'Acute respiratory infections',
      icdCode: 'J06.9',
      region: 'Whole country',
      periodFrom: '2026-11-02',
      periodTo: '2026-11-08',
      cases: 128431,
      deaths: 7,
      measures: 'Vaccination points work on Saturdays; schools in four regions keep a distance regime.',
    },
    ends: 'DISPATCHED',
    intakes: [
      {
        to: 'STA',
        ends: 'FILED',
        resolution: {
          instruction: 'Enter the figures in the weekly bulletin.',
          decision: 'Taken into the bulletin',
          decidedOn: '2026-11-11',
        },
        report: 'Published in bulletin 45.',
        caseFile: '02-07/2026 Weekly bulletin',
      },
      { to: 'FIN', ends: 'DELIVERED' },
      { to: 'NAR', ends: 'REGISTERED' },
    ],
  },
  {
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
  },
  {
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
  },
  {
    key: 'files-for-keeping',
    from: 'NAR',
    kind: 'OfficialLetter',
    input: {
      title: 'Transfer of files of the years 2011 to 2015 to permanent storage',
      access: 'INTERNAL',
      documentDate: '2026-11-18',
      subject: 'Schedule of transfer',
      body: 'Please name by the end of the month who prepares the inventories, and in which week of January our staff may come.',
      reference: 'NAR 07/2026-312',
      language: 'en',
    },
    ends: 'DISPATCHED',
    intakes: [
      {
        to: 'JUS',
        ends: 'RESOLVED',
        resolution: { instruction: 'Name an archivist for each department and answer the National Archives.' },
      },
      { to: 'FIN', ends: 'DELIVERED' },
    ],
  },
  {
    key: 'pharmacy-licence',
    from: 'MOH',
    kind: 'LicenceNotice',
    input: {
      title: 'Licence of a compounding pharmacy in Lutsk',
      access: 'PUBLIC',
      licenceNumber: 'PH-2026-0881',
      holder: 'Volyn Pharmacy Cooperative',
      activity: 'Compounding of medicines',
    },
    ends: 'DRAFT',
  },
  {
    key: 'census-method',
    from: 'STA',
    kind: 'OfficialLetter',
    input: {
      title: 'Method of the sample survey of household income',
      access: 'PUBLIC',
      documentDate: '2026-11-20',
      subject: 'Method for the year 2027',
      body: 'The method takes effect on 1 January 2027. Questions are answered until 15 December.',
      reference: 'STA 14-2/91',
      language: 'en',
    },
    ends: 'REGISTERED',
  },
  {
    key: 'withdrawn-notice',
    from: 'STA',
    kind: 'OfficialLetter',
    input: { title: 'Change of the reporting calendar for November', documentDate: '2026-11-03', subject: 'Reporting calendar' },
    ends: 'WITHDRAWN',
    withdrawnReason: 'The calendar stays as it is.',
  },
];
