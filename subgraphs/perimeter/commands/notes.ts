import { cleanText, Refusal, textLimits } from '@chancery/domain';

/** A note of several lines that says something, 2,000 characters at most. */
export function cleanNote(field: string, text: string): string {
  const note = cleanText(field, text, textLimits.note).trim();
  if (note === '') throw new Refusal('BAD_INPUT', `${field} is empty.`);
  return note;
}

/** The same for a note that may be left out. */
export const cleanOptionalNote = (field: string, text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : cleanNote(field, text);
