/** White space and signs that nobody sees, before what a spreadsheet would take for a formula; also in the full-width forms (OWASP, CSV injection). */
const sign = String.raw`[[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]--[\t\r\n]]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]`;
const formula = new RegExp(String.raw`^\s*${sign}|^[\t\r\n]`, 'v');

/** Whether a text would be run, or shown as something else than it is, where somebody opens it in a spreadsheet. */
export const isFormula = (text: string): boolean => formula.test(text);

/**
 * Wherever a cell begins: at the beginning, and also behind what separates cells and lines. Where lists are separated by semicolons, a spreadsheet parts
 * a line of CSV there, and quotes in the middle of what it takes for one cell do not hold that together.
 */
const cellOfFormula = new RegExp(String.raw`(?<=^|[;\t\r\n])(?=${sign})|^(?=[\t\r\n])`, 'gv');

/** The text as a spreadsheet shows it and never runs it. */
export const defused = (text: string): string => text.replaceAll(cellOfFormula, "'");
