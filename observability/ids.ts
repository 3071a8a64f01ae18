import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8_192);
let next = pool.length;

/** A new id of a trace: 32 hexadecimal digits. */
export const newTraceId = (): string => hexDigits(16);

/** A new id of a step: 16 hexadecimal digits. */
export const newSpanId = (): string => hexDigits(8);

/** Random, and never nothing but zeros (W3C Trace Context §3.2.2). The system is asked for many bytes at a time. */
function hexDigits(bytes: number): string {
  if (next + bytes > pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const digits = pool.toString('hex', next, next + bytes);
  next += bytes;
  return digits[0] !== '0' || /[^0]/.test(digits) ? digits : hexDigits(bytes);
}
