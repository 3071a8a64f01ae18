import { cleanText, Refusal, textLimits } from '@chancery/domain';

/** What an officer says to what he does; throws `BAD_INPUT` where it says nothing. */
export function said(field: string, text: string): string {
  const words = cleanText(field, text, textLimits.note).trim();
  if (words === '') throw new Refusal('BAD_INPUT', `${field} is empty.`);
  return words;
}
