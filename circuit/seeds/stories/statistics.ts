import type { Story } from './story.ts';

/** A public letter that is registered and goes to nobody. */
export const censusMethod: Story = {
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
};

/** A letter that was withdrawn before it was signed. */
export const withdrawnNotice: Story = {
  key: 'withdrawn-notice',
  from: 'STA',
  kind: 'OfficialLetter',
  input: { title: 'Change of the reporting calendar for November', documentDate: '2026-11-03', subject: 'Reporting calendar' },
  ends: 'WITHDRAWN',
  withdrawnReason: 'The calendar stays as it is.',
};
