/** The days from one to another, both with them, as `2026-03-01`; null where they have no beginning, or no end. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

/** Days as whole months, and what is left of months at either end. */
export interface DaysByMonth {
  /** By their first days; null where no month is whole. */
  readonly months: Days | null;
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** Takes days apart into whole months, of which tallies are kept, and the days at either end, of which there are at most sixty. */
export function daysByMonth({ from, to }: Days): DaysByMonth {
  if (from !== null && to !== null && from > to) return { months: null, edges: [] };
  const first = from === null || from === firstOf(from) ? from : after(lastOf(from));
  const last = to === null || to === lastOf(to) ? to && firstOf(to) : before(firstOf(to));
  const edges = [
    ...(from !== null && first !== from ? [{ from, to: earlier(to, lastOf(from)) }] : []),
    // Where both ends are in one month it is said already.
    ...(to !== null && to !== lastOf(to) && (from === null || firstOf(to) > from || first === from)
      ? [{ from: later(from, firstOf(to)), to }]
      : []),
  ];
  // The calendar that is kept has the years 1 to 9999.
  const isOver = (first?.startsWith('+') ?? false) || (last?.startsWith('0000') ?? false);
  const isNone = isOver || (first !== null && last !== null && first > last);
  return { months: isNone ? null : { from: first, to: last && firstOf(last) }, edges };
}

const firstOf = (day: string): string => `${day.slice(0, 8)}01`;
const lastOf = (day: string): string => moved(day, (date) => date.setUTCMonth(date.getUTCMonth() + 1, 0));
const after = (day: string): string => moved(day, (date) => date.setUTCDate(date.getUTCDate() + 1));
const before = (day: string): string => moved(day, (date) => date.setUTCDate(date.getUTCDate() - 1));
const earlier = (a: string | null, b: string): string => (a !== null && a < b ? a : b);
const later = (a: string | null, b: string): string => (a !== null && a > b ? a : b);

function moved(day: string, move: (date: Date) => unknown): string {
  const date = new Date(`${day}T00:00:00Z`);
  move(date);
  return date.toISOString().slice(0, 10);
}
