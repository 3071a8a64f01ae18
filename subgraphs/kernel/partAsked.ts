import { parse } from 'range-parser';

/** Part of some bytes: from the first to before the last. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/** How a question for a part of a file is answered (RFC 9110 §14): with which status and headers, and which part; null where there is none. */
export interface PartAnswer {
  readonly status: 200 | 206 | 416;
  readonly headers: Readonly<Record<string, string>>;
  readonly part: Part | null;
}

const MALFORMED = 1;
const LONGEST_RANGE = 200;

/** What `range` asks of a file of this size. What is no range, and several at once, are answered with the whole file, as the standard allows. */
export function partAsked(range: string | null, size: number): PartAnswer {
  const whole: PartAnswer = { status: 200, headers: { 'content-length': String(size) }, part: { from: 0, to: size } };
  if (range === null || range.length > LONGEST_RANGE) return whole;
  const { code, type, ranges } = parse(size, range);
  if (type !== 'bytes' || (code & MALFORMED) !== 0 || ranges.length > 1) return whole;
  const [one] = ranges;
  if (one === undefined) return { status: 416, headers: { 'content-range': `bytes */${size}`, 'content-length': '0' }, part: null };
  const { start, end } = one;
  const headers = { 'content-range': `bytes ${start}-${end}/${size}`, 'content-length': String(end - start + 1) };
  return { status: 206, headers, part: { from: start, to: end + 1 } };
}
