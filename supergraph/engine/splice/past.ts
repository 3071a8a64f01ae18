import { isUtf8 } from 'node:buffer';
import { unusual } from '../answer/leaves.ts';
import type { Bytes } from './scan.ts';

/** The place after this text, which has to stand there. */
export function past(bytes: Bytes, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) throw unusual;
  return at + text.length;
}

/** Nothing comes after this text, which has to stand there. */
export function ended(bytes: Bytes, at: number, text: string): void {
  if (past(bytes, at, text) !== bytes.length) throw unusual;
}

/** What has come, where its text is as it stands. */
export function readable(bytes: Buffer): Buffer {
  if (!isUtf8(bytes)) throw unusual;
  return bytes;
}
