import { cleanLine, Refusal } from '@chancery/domain';

/** One line of the source's register, in the source's own words. */
export interface SourceRow {
  readonly sender_code: string;
  readonly sender_acronym: string;
  readonly sender_name: string;
  readonly rin: string;
  readonly title: string;
  readonly stage: string;
  readonly date_received: string;
  readonly date_completed: string;
  readonly decision: string;
}

/** A letter of the register, as it is replayed. */
export interface RegisterRow {
  /** Its place in the file, from 1. */
  readonly number: number;
  /** Code of the sending institution: `US0412`. */
  readonly sender: string;
  readonly senderName: string;
  readonly title: string;
  readonly reference: string | null;
  readonly stage: string | null;
  /** The day that the source declares: `2018-06-30`. */
  readonly documentDate: string;
  /** What OMB answered; null while it is pending. */
  readonly decision: { readonly text: string; readonly on: string | null } | null;
}

/** Why a row is no letter between two institutions. */
export interface BadRow {
  readonly number: number;
  readonly reason: string;
}

/** OMB's own number among the senders. */
const RECIPIENT_CODE = '0348';

/** A row that can be replayed, or what is wrong with it. Whether it is wrong is known before anything is sent. */
export function readRow(number: number, row: SourceRow): RegisterRow | BadRow {
  const title = mended(row.title);
  if (title === '') return { number, reason: 'it has no title' };
  if (row.sender_code === RECIPIENT_CODE) return { number, reason: 'OMB sent it to itself' };
  if (!/^[0-9A-Z]{1,10}$/.test(row.sender_code)) return { number, reason: `the sender's code is "${row.sender_code}"` };
  if (!isDay(row.date_received)) return { number, reason: `the date of receipt is "${row.date_received}"` };
  const letter: RegisterRow = {
    number,
    sender: `US${row.sender_code}`,
    senderName: mended(row.sender_name) || mended(row.sender_acronym) || row.sender_code,
    title,
    reference: mended(row.rin) || null,
    stage: mended(row.stage) || null,
    documentDate: row.date_received,
    decision: decisionOf(row),
  };
  const reason = untakenIn(letter);
  return reason === null ? letter : { number, reason };
}

/** Which text the exchange would not take, and why; it would be found only when half of the way is gone. */
function untakenIn({ title, reference, stage, decision }: RegisterRow): string | null {
  const texts = Object.entries({ title, reference, stage, decision: decision?.text ?? null });
  try {
    for (const [field, text] of texts) if (text !== null) cleanLine(field, text);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

export const isBad = (row: RegisterRow | BadRow): row is BadRow => 'reason' in row;

function decisionOf(row: SourceRow): RegisterRow['decision'] {
  const text = mended(row.decision);
  return text === '' ? null : { text, on: isDay(row.date_completed) ? row.date_completed : null };
}

const windows1252 = new TextDecoder('windows-1252');

/**
 * A text in one line. The source's older years were written in Windows-1252 and later read as Latin-1: what stands there
 * as a control character (U+0080 to U+009F) is a quotation mark or a dash.
 */
export function mended(text: string): string {
  const readable = text.replaceAll(/[\u0080-\u009f]/g, (control) => windows1252.decode(Uint8Array.of(control.charCodeAt(0))));
  // Five bytes mean nothing in Windows-1252 either and stay controls.
  return readable.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
