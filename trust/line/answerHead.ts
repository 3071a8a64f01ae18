/** The beginning of an answer: its status, and its fields by their names in small letters. */
export interface AnswerHead {
  readonly status: number;
  readonly fields: ReadonlyMap<string, string>;
}

/** How an answer says where it ends: after so many bytes, or by itself, in chunks. */
export type Framing = { readonly kind: 'sized'; readonly bytes: number } | { readonly kind: 'chunked' };

const statusLine = /^HTTP\/1\.1 ([2-5]\d\d)(?: [\t -~\x80-\xff]*)?$/;
const field = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t -~\x80-\xff]*?)[\t ]*$/;

/**
 * Reads status line and header fields (RFC 9112 §4, §5), without the empty line. Throws `TypeError` for whatever a server of ours never writes: no
 * line is taken that two readers could read differently.
 */
export function readHead(text: string): AnswerHead {
  const [first = '', ...lines] = text.split('\r\n');
  const status = statusLine.exec(first)?.[1];
  if (status === undefined) throw new TypeError('no status line');
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = field.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new TypeError('no header field');
    const key = name.toLowerCase();
    if (framing.has(key) && fields.has(key)) throw new TypeError(`${key} comes twice`);
    fields.set(key, value);
  }
  return { status: Number(status), fields };
}

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
  if (/\bclose\b/i.test(fields.get('connection') ?? '')) return 0;
  const seconds = /\btimeout=(\d{1,6})\b/.exec(fields.get('keep-alive') ?? '')?.[1];
  return seconds === undefined ? USUALLY_KEPT_MS : Number(seconds) * 1_000;
}

/** Node's servers keep a connection for five seconds where nobody says anything else. */
const USUALLY_KEPT_MS = 5_000;

const framing: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive']);
