import type { Story } from './story.ts';

/** A letter to two, one of whom has yet to answer. */
export const filesForKeeping: Story = {
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
};
