import type { Story } from './story.ts';

/** A public report for three, of whom one files it, one has not registered it, and one has. */
export const respiratoryWeek45: Story = {
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
};

/** A notice that is still being drafted. */
export const pharmacyLicence: Story = {
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
};
