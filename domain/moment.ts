import { Refusal } from './errors.ts';

/** A moment as the exchange writes it, in UTC with milliseconds: `2026-03-01T09:30:00.000Z` (RFC 3339). Throws `BAD_INPUT` naming the field. */
export function parseMoment(field: string, value: unknown): string {
  const date = typeof value === 'string' && isOfOurEra(value, 24) ? new Date(value) : undefined;
  if (date === undefined || Number.isNaN(date.getTime()) || date.toISOString() !== value)
    throw new Refusal('BAD_INPUT', `${field} is no moment.`);
  return value;
}

/** A day that the calendar has: `2026-03-01`. Throws `BAD_INPUT` naming the field. */
export function parseDay(field: string, value: unknown): string {
  const isDay = typeof value === 'string' && isOfOurEra(value, 10) && /^\d{4}-\d\d-\d\d$/.test(value) && isInCalendar(value);
  if (!isDay) throw new Refusal('BAD_INPUT', `${field} is no day.`);
  return value;
}

function isInCalendar(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** From the year 1 to 9999: no database and nobody else writes another one so. */
const isOfOurEra = (text: string, length: number): boolean => text.length === length && !text.startsWith('0000');
