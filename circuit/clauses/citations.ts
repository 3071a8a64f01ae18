import { clauseNumber } from './regulationText.ts';

/** A clause, or a chapter, that a text names. */
export interface Citation {
  readonly clause: string;
  /** Where in the text. */
  readonly at: number;
}

// `RFC 7515 §7.1` and `DESIGN §3.2` are another text's paragraphs.
const ofAnotherText = /(?:DESIGN|RFC \d+|Trace Context|Core) $/;
const cited = new RegExp(`§(${clauseNumber.source}|\\d{1,2}\\b)(?:-§?(${clauseNumber.source}))?`, 'g');

/** What a text cites of the regulation: `§7.1`, `§2.3.1-2.3.4`, and whole chapters as `§7`. */
export function citationsIn(text: string): readonly Citation[] {
  return [...text.matchAll(cited)]
    .filter(({ index }) => !ofAnotherText.test(text.slice(Math.max(0, index - 20), index)))
    .flatMap(({ index, 1: from = '', 2: to }) => span(from, to).map((clause) => ({ clause, at: index })));
}

/** Whether a citation names a whole chapter. */
export const isChapter = (clause: string): boolean => !clause.includes('.');

/** All numbers from one to another of the same parent. */
function span(from: string, to: string | undefined): readonly string[] {
  const head = from.slice(0, from.lastIndexOf('.') + 1);
  if (to === undefined || !to.startsWith(head)) return to === undefined ? [from] : [from, to];
  const [first, last] = [Number(from.slice(head.length)), Number(to.slice(head.length))];
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => `${head}${first + index}`);
}
