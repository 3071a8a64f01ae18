/** The beginning of an answer: its status, and its fields by their names in small letters. */
export interface AnswerHead {
  readonly status: number;
  readonly fields: ReadonlyMap<string, string>;
}

/** How an answer says where it ends: after so many bytes, or by itself, in chunks. */
export type Framing = { readonly kind: 'sized'; readonly bytes: number } | { readonly kind: 'chunked' };

// A status line, and below it fields, each a name and what may stand in a value.
const wholeHead = /^HTTP\/1\.1 [2-5]\d\d(?: [\t -~\x80-\xff]*)?(?:\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*)*$/;
const STATUS_AT = 'HTTP/1.1 '.length;

/**
 * Reads status line and header fields (RFC 9112 §4, §5), without the empty line. Throws `TypeError` for whatever a server of ours never writes: no
 * line is taken that two readers could read differently. The text is looked at as a whole and then cut: a match for each line would be waste.
 */
export function readHead(text: string): AnswerHead {
  if (!wholeHead.test(text)) throw new TypeError('no head of an answer');
  const fields = new Map<string, string>();
  for (let at = text.indexOf('\r\n'); at >= 0; ) {
    const next = text.indexOf('\r\n', at + 2);
    const colon = text.indexOf(':', at);
    const key = text.slice(at + 2, colon).toLowerCase();
    if (framing.has(key) && fields.has(key)) throw new TypeError(`${key} comes twice`);
    fields.set(key, valueIn(text, colon + 1, next < 0 ? text.length : next));
    at = next;
  }
  return { status: Number(text.slice(STATUS_AT, STATUS_AT + 3)), fields };
}

/** Without the blanks around it (RFC 9112 §5.1): those two alone, where `trim` takes more. */
function valueIn(text: string, from: number, to: number): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === 32 || code === 9;

/** Throws `TypeError` where an answer says twice how long it is, or not at all (RFC 9112 §6.3). */
export function framingOf({ status, fields }: AnswerHead): Framing {
  const length = fields.get('content-length');
  const coding = fields.get('transfer-encoding');
  if (status === 204 || status === 304) return { kind: 'sized', bytes: 0 };
  if (length !== undefined && coding === undefined && /^\d{1,12}$/.test(length)) return { kind: 'sized', bytes: Number(length) };
  if (length === undefined && coding?.toLowerCase() === 'chunked') return { kind: 'chunked' };
  throw new TypeError('no length');
}

/** For how long a server keeps a connection on which nothing happens, in milliseconds; 0 where it ends it after this answer. */
export function keptForMs({ fields }: AnswerHead): number {
  const connection = fields.get('connection') ?? '';
  if (connection !== 'keep-alive' && /\bclose\b/i.test(connection)) return 0;
  const kept = fields.get('keep-alive') ?? '';
  // A server says the same in every answer.
  if (kept !== lately.kept) lately = { kept, ms: keptIn(kept) };
  return lately.ms;
}

function keptIn(kept: string): number {
  const seconds = /\btimeout=(\d{1,6})\b/.exec(kept)?.[1];
  return seconds === undefined ? USUALLY_KEPT_MS : Number(seconds) * 1_000;
}

/** Node's servers keep a connection for five seconds where nobody says anything else. */
const USUALLY_KEPT_MS = 5_000;

let lately = { kept: '', ms: USUALLY_KEPT_MS };

const framing: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive']);
