import { expect, it } from 'vitest';
import { daysByMonth } from './wholeMonths.ts';

it.each([
  ['nothing is narrowed', null, null, { months: { from: null, to: null }, edges: [] }],
  ['whole months', '2024-02-01', '2024-02-29', { months: { from: '2024-02-01', to: '2024-02-01' }, edges: [] }],
  ['days of one month', '2026-03-05', '2026-03-09', { months: null, edges: [{ from: '2026-03-05', to: '2026-03-09' }] }],
  ['the beginning of a month', '2026-03-01', '2026-03-20', { months: null, edges: [{ from: '2026-03-01', to: '2026-03-20' }] }],
  ['the end of a month', '2026-03-05', '2026-03-31', { months: null, edges: [{ from: '2026-03-05', to: '2026-03-31' }] }],
  ['up to a day', null, '2026-03-20', { months: { from: null, to: '2026-02-01' }, edges: [{ from: '2026-03-01', to: '2026-03-20' }] }],
  ['the end of the calendar', '9999-12-15', null, { months: null, edges: [{ from: '9999-12-15', to: '9999-12-31' }] }],
  ['the beginning of the calendar', null, '0001-01-15', { months: null, edges: [{ from: '0001-01-01', to: '0001-01-15' }] }],
  ['days that never come', '2026-03-05', '2026-03-04', { months: null, edges: [] }],
])('takes apart %s', (_, from, to, parts) => {
  expect(daysByMonth({ from, to })).toEqual(parts);
});

it('names every day once, whichever they are', () => {
  const days = Array.from({ length: 150 }, (_, index) => new Date(Date.UTC(2023, 11, 20 + index)).toISOString().slice(0, 10));
  const inside = (day: string, { from, to }: { from: string | null; to: string | null }) =>
    (from === null || day >= from) && (to === null || day <= to);
  for (const from of days.filter((_, index) => index % 7 === 0))
    for (const to of days.filter((_, index) => index % 5 === 0)) {
      const { months, edges } = daysByMonth({ from, to });
      const times = (day: string) =>
        edges.filter((edge) => inside(day, edge)).length + (months && inside(`${day.slice(0, 8)}01`, months) ? 1 : 0);
      expect(days.map(times), `${from} to ${to}`).toEqual(days.map((day) => (inside(day, { from, to }) ? 1 : 0)));
    }
});
