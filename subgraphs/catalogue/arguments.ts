import { cleanText, Refusal, textLimits } from '@chancery/domain';

/** How many values a filter takes for one fact. */
const LARGEST_CHOICE = 1_000;

/** The values of a filter, each through its parser; none when the filter leaves the fact open. Throws `BAD_INPUT` above 1000, and as the parser does. */
export function choice<Value>(
  field: string,
  values: readonly string[] | null | undefined,
  parse: { at(field: string, value: string): Value },
): readonly Value[] | null {
  if (values === null || values === undefined) return null;
  if (values.length > LARGEST_CHOICE) throw new Refusal('BAD_INPUT', `${field} takes ${LARGEST_CHOICE} values.`);
  return values.map((value) => parse.at(field, value));
}

/** What the schema has checked already. */
export const asItIs = { at: (_field: string, value: string): string => value };

/** A text that is looked for; none when nothing but white space is given. */
export function soughtText(field: string, text: string | null | undefined): string | null {
  const sought = cleanText(field, text ?? '', textLimits.line).trim();
  return sought === '' ? null : sought;
}
