import { unusual } from '../answer/leaves.ts';

/** JSON text as bytes in UTF-8. */
export type Bytes = Uint8Array;

const QUOTE = 34;
const BACKSLASH = 92;
const MOST_DIGITS = 15;
/** No value of ours goes deeper. */
const DEEPEST = 100;

/**
 * What generated readers stand on: each looks at the value that begins at a place, and gives the place after it; all throw `unusual` where there is
 * something else, or anything that JSON.parse and JSON.stringify would not give back as it stands.
 */
export const scan = {
  /** A text. Its escapes stay as they are. */
  text(bytes: Bytes, at: number): number {
    if (bytes[at] !== QUOTE) throw unusual;
    for (let i = at + 1; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      if (byte === QUOTE) return i + 1;
      if (byte < 32) throw unusual;
      if (byte === BACKSLASH) i = escaped(bytes, i + 1);
    }
    throw unusual;
  },
  integer(bytes: Bytes, at: number): number {
    let i = bytes[at] === MINUS ? at + 1 : at;
    const begin = i;
    let value = 0;
    for (; isDigit(bytes[i]); i++) value = value * 10 + (bytes[i] as number) - ZERO;
    if (i === begin || i - begin > 10 || value >= 2 ** 31 || (bytes[begin] === ZERO && (i > begin + 1 || begin > at))) throw unusual;
    return isNumeric(bytes[i]) ? nowhere() : i;
  },
  number(bytes: Bytes, at: number): number {
    const begin = bytes[at] === MINUS ? at + 1 : at;
    let i = begin;
    while (isDigit(bytes[i])) i++;
    if (i === begin || (bytes[begin] === ZERO && (i > begin + 1 || begin > at))) throw unusual;
    if (bytes[i] === POINT) {
      const point = i++;
      while (isDigit(bytes[i])) i++;
      // As it is written by others it may end in zeros, which nobody here would write.
      if (i === point + 1 || bytes[i - 1] === ZERO || isTiny(bytes, begin)) throw unusual;
    }
    return i - begin > MOST_DIGITS || isNumeric(bytes[i]) ? nowhere() : i;
  },
  truth: (bytes: Bytes, at: number): number => (bytes[at] === 116 ? word(bytes, at, 'true') : word(bytes, at, 'false')),
  none: (bytes: Bytes, at: number): number => word(bytes, at, 'null'),
  /** A value of a scalar whose values are not known: whatever is no object and no list. */
  scalar(bytes: Bytes, at: number): number {
    const first = bytes[at];
    if (first === QUOTE) return scan.text(bytes, at);
    return first === 116 || first === 102 ? scan.truth(bytes, at) : scan.number(bytes, at);
  },
  /** Whatever it is. */
  value(bytes: Bytes, at: number, left = DEEPEST): number {
    const first = bytes[at];
    if (first === 110) return scan.none(bytes, at);
    if (first !== 123 && first !== 91) return scan.scalar(bytes, at);
    const end = first + 2;
    if (left === 0) throw unusual;
    if (bytes[at + 1] === end) return at + 2;
    for (let i = at + 1; ; i++) {
      if (first === 123) {
        i = scan.text(bytes, i);
        if (bytes[i++] !== 58) throw unusual;
      }
      i = scan.value(bytes, i, left - 1);
      if (bytes[i] === end) return i + 1;
      if (bytes[i] !== 44) throw unusual;
    }
  },
};

const [ZERO, MINUS, POINT] = [48, 45, 46];
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte < ZERO + 10;
/** What would go on with a number: a digit, a point, an exponent. */
const isNumeric = (byte: number | undefined): boolean => isDigit(byte) || byte === POINT || byte === 101 || byte === 69;

/** Whether it is less than a millionth, which we write with an exponent. */
const isTiny = (bytes: Bytes, begin: number): boolean => {
  for (let i = 0; i < TINY.length; i++) if (bytes[begin + i] !== TINY[i]) return false;
  return true;
};
const TINY = Buffer.from('0.000000');

function nowhere(): never {
  throw unusual;
}

function word(bytes: Bytes, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) throw unusual;
  return at + text.length;
}

/** The last byte of what follows a backslash; only what JSON.stringify would write so too. */
function escaped(bytes: Bytes, at: number): number {
  const kind = bytes[at];
  if (kind === QUOTE || kind === BACKSLASH || kind === 110 || kind === 116 || kind === 114 || kind === 98 || kind === 102) return at;
  throw unusual;
}
