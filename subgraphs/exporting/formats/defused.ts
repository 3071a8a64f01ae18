/**
 * What a spreadsheet would take for a formula: a text that begins with `=`, `+`, `-`, `@`, a tab or a line end, also in the full-width forms, and behind
 * white space or characters that nobody sees (OWASP, CSV injection).
 */
const formula = /^[\s\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/** Whether a text would be run, or shown as something else than it is, where somebody opens it in a spreadsheet. */
export const isFormula = (text: string): boolean => formula.test(text);

/** The text as a spreadsheet shows it and never runs it. */
export const defused = (text: string): string => (isFormula(text) ? `'${text}` : text);
