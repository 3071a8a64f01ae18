/** Inputs that are valid as they stand; a test changes the one fact that it is about. */

type Facts = Readonly<Record<string, unknown>>;

/** A letter of a hosted institution. */
export const aLetter = (facts: Facts = {}): Facts => ({
  title: 'Transfer of files of the years 2011 to 2015',
  documentDate: '2026-11-18',
  subject: 'Schedule of transfer',
  body: 'Please name who prepares the inventories.',
  reference: 'NAR 07/2026-312',
  language: 'en',
  ...facts,
});

/** A legal opinion of the Ministry of Justice. */
export const anOpinion = (facts: Facts = {}): Facts => ({
  title: 'On the procurement of vaccines in an emergency',
  documentDate: '2026-10-05',
  question: 'May vaccines be bought by direct contract?',
  opinion: 'Yes, while the emergency is in force.',
  legalBasis: ['Law on Public Procurement, article 40'],
  requestedBy: 'Ministry of Health',
  ...facts,
});

/** A court ruling of the Ministry of Justice. */
const aRuling = (facts: Facts = {}): Facts => ({
  title: 'Ruling on access to land cadastre records',
  documentDate: '2026-11-16',
  caseNumber: '757/18234/26',
  court: 'Pechersk District Court',
  judge: 'V. Sokolova',
  ruledOn: '2026-11-13',
  parties: ['Heirs of H. Onyshchenko', 'State Land Cadastre'],
  disposition: 'The cadastre gives an extract within five working days.',
  appealUntil: '2026-12-14',
  ...facts,
});

/** A budget request of the Ministry of Finance. */
export const aBudgetRequest = (facts: Facts = {}): Facts => ({
  title: 'Supplementary request for public health laboratories',
  documentDate: '2026-10-19',
  programme: '2301040',
  fiscalYear: 2026,
  amount: '18450000.00',
  currency: 'EUR',
  purpose: 'Reagents and a second shift',
  justification: 'The number of samples has doubled.',
  ...facts,
});

/** A payment order of the Ministry of Finance. */
const aPaymentOrder = (facts: Facts = {}): Facts => ({
  title: 'Payment for document scanners',
  documentDate: '2026-11-17',
  orderNumber: 'TR-2026-11-0417',
  payee: 'Optica Office Supplies',
  payeeAccount: 'DE89370400440532013000',
  amount: '64200.00',
  currency: 'EUR',
  purpose: 'Contract 118 of 2026',
  payOn: '2026-11-30',
  ...facts,
});

/** An epidemic report of the Ministry of Health. */
const anEpidemicReport = (facts: Facts = {}): Facts => ({
  title: 'Acute respiratory infections, week 45 of 2026',
  documentDate: '2026-11-09',
  disease: 'Acute respiratory infections',
  icdCode: 'J06.9',
  region: 'Whole country',
  periodFrom: '2026-11-02',
  periodTo: '2026-11-08',
  cases: 128431,
  deaths: 7,
  measures: 'Vaccination points work on Saturdays.',
  ...facts,
});

/** A licence notice of the Ministry of Health. */
const aLicenceNotice = (facts: Facts = {}): Facts => ({
  title: 'Licence of a compounding pharmacy in Lutsk',
  documentDate: '2026-11-12',
  licenceNumber: 'PH-2026-0881',
  holder: 'Volyn Pharmacy Cooperative',
  activity: 'Compounding of medicines',
  validFrom: '2026-12-01',
  grounds: 'Application of 2 November 2026',
  ...facts,
});

/** What an agency without a server makes known, proposes or rules. */
const ofAgency = (facts: Facts = {}): Facts => ({
  title: 'Storage of paper records in basements',
  documentDate: '2026-11-10',
  reference: 'NAR-2026-0044',
  docket: 'NAR-2026-0040',
  subtype: 'Final Rule',
  action: 'Rule; takes effect in thirty days.',
  commentsFrom: '2026-09-01',
  commentsUntil: '2026-10-01',
  body: 'No paper record is kept below the level of the river.',
  language: 'en',
  ...facts,
});

/** A valid input for each kind. */
export const inputOf: Readonly<Record<string, (facts?: Facts) => Facts>> = {
  OfficialLetter: aLetter,
  LegalOpinion: anOpinion,
  CourtRuling: aRuling,
  BudgetRequest: aBudgetRequest,
  PaymentOrder: aPaymentOrder,
  EpidemicReport: anEpidemicReport,
  LicenceNotice: aLicenceNotice,
  AgencyRule: ofAgency,
  ProposedRule: ofAgency,
  AgencyNotice: ofAgency,
  PresidentialDocument: ofAgency,
};
