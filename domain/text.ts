import { Refusal } from './errors.ts';

/** How long texts may be, in UTF-16 code units. */
export const textLimits = { title: 500, line: 500, note: 2_000, abstract: 10_000, body: 200_000 } as const;

// What no text of a document needs: the C0 and C1 controls but tab and line ends, what turns the direction of reading without being seen
// (a sum would show other than it is signed), and lone surrogates.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;
/** Signs that are not seen: a line of them alone says nothing. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\u2800]/gu;
const lineEnds = /[\t\n\r\u2028\u2029]/;

/** A text that may be stored: not too long, no control characters. Throws `TEXT_TOO_LONG` or `CONTROL_CHARACTERS` naming the field. */
export function cleanText(field: string, text: string, limit: number): string {
  if (text.length > limit) throw new Refusal('TEXT_TOO_LONG', `${field} takes ${limit} characters, not ${text.length}.`);
  if (controls.test(text)) throw new Refusal('CONTROL_CHARACTERS', `Look at ${field}.`);
  return text;
}

/** A text of one line that says something. */
export function cleanLine(field: string, text: string, limit: number = textLimits.line): string {
  const line = cleanText(field, text, limit).trim();
  if (line.replaceAll(unseen, '') === '') throw new Refusal(field === 'title' ? 'TITLE_REQUIRED' : 'BAD_INPUT', `${field} is empty.`);
  if (lineEnds.test(line)) throw new Refusal('CONTROL_CHARACTERS', `${field} is one line.`);
  return line;
}
