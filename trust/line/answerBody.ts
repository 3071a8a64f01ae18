import type { Framing } from './answerHead.ts';

/** What follows the head of one answer. The bytes that are told are another's as soon as `take` has returned. */
export interface AnswerBody {
  /** Takes the next bytes. Once it is whole: those after its end, mostly none; null before. Throws `TypeError` for bytes that no answer can have there. */
  take(bytes: Buffer): Buffer | null;
  /** All of it, once it is whole; asked once. */
  bytes(): Buffer;
}

export const bodyIn = (framing: Framing): AnswerBody => (framing.kind === 'sized' ? new SizedBody(framing.bytes) : new ChunkedBody());

/** A body of so many bytes (RFC 9112 §6.2). */
class SizedBody implements AnswerBody {
  readonly #length: number;
  readonly #gathered = new Gathered();
  /** The whole of it, where it came in one piece: most do. */
  #whole: Buffer | undefined;

  constructor(length: number) {
    this.#length = length;
  }

  take(bytes: Buffer): Buffer | null {
    const left = this.#length - this.#gathered.size;
    const own = bytes.length > left ? bytes.subarray(0, left) : bytes;
    // Where part of it has come before, a piece as long as the whole ends with the beginning of the next answer.
    if (own.length === this.#length) this.#whole = copyOf(own);
    else this.#gathered.add(own);
    if (bytes.length < left) return null;
    return bytes.length === left ? NOTHING : bytes.subarray(left);
  }

  bytes(): Buffer {
    return this.#whole ?? this.#gathered.bytes();
  }
}

/** A body in chunks, each with its size before it (RFC 9112 §7.1); extensions and trailers are read over. */
class ChunkedBody implements AnswerBody {
  readonly #gathered = new Gathered();
  #line = '';
  /** Of the present chunk still to come; null where a line is to be read. */
  #left: number | null = null;
  #next: 'size' | 'end of chunk' | 'trailer' | 'nothing' = 'size';

  take(bytes: Buffer): Buffer | null {
    let at = 0;
    while (at < bytes.length && this.#next !== 'nothing')
      at = this.#left === null ? this.#readLine(bytes, at) : this.#readData(bytes, at, this.#left);
    return this.#next === 'nothing' ? bytes.subarray(at) : null;
  }

  bytes(): Buffer {
    return this.#gathered.bytes();
  }

  #readData(bytes: Buffer, from: number, left: number): number {
    const piece = bytes.subarray(from, from + left);
    this.#gathered.add(piece);
    this.#left = piece.length === left ? null : left - piece.length;
    if (this.#left === null) this.#next = 'end of chunk';
    return from + piece.length;
  }

  #readLine(bytes: Buffer, from: number): number {
    const end = bytes.indexOf('\n', from);
    this.#line += bytes.toString('latin1', from, end < 0 ? bytes.length : end + 1);
    if (this.#line.length > LONGEST_LINE) throw new TypeError('a line without end');
    if (end < 0) return bytes.length;
    const line = this.#line;
    this.#line = '';
    if (!line.endsWith('\r\n')) throw new TypeError('no end of a line');
    this.#hear(line.slice(0, -2));
    return end + 1;
  }

  #hear(line: string): void {
    if (this.#next === 'trailer') {
      if (line === '') this.#next = 'nothing';
    } else if (this.#next === 'end of chunk') {
      if (line !== '') throw new TypeError('more than the chunk');
      this.#next = 'size';
    } else {
      const size = /^([0-9A-Fa-f]{1,8})(?:[\t ]*;.*)?$/.exec(line)?.[1];
      if (size === undefined) throw new TypeError('no size of a chunk');
      if (Number.parseInt(size, 16) === 0) this.#next = 'trailer';
      else this.#left = Number.parseInt(size, 16);
    }
  }
}

/** Bytes that have come so far, copied. */
class Gathered {
  #bytes: Buffer = NOTHING;
  size = 0;

  add(piece: Buffer): void {
    const size = this.size + piece.length;
    if (size > this.#bytes.length) {
      const larger = room(Math.max(size, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.size);
      giveBack(this.#bytes);
      this.#bytes = larger;
    }
    piece.copy(this.#bytes, this.size);
    this.size = size;
  }

  /** Asked once. What came into a room that others use too is copied out of it. */
  bytes(): Buffer {
    const room = this.#bytes;
    this.#bytes = NOTHING;
    const own = room.subarray(0, this.size);
    if (room.length !== USUAL_ROOM) return own;
    const bytes = copyOf(own);
    giveBack(room);
    return bytes;
  }
}

function copyOf(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafe(bytes.length);
  bytes.copy(copy);
  return copy;
}

const NOTHING: Buffer = Buffer.alloc(0);
const USUAL_ROOM = 64 * 1024;
const MOST_SPARE = 64;

/** Rooms that were used and are free: over TLS most answers come in several pieces, and memory for each made anew would be most of what is collected. */
const spare: Buffer[] = [];

const room = (size: number): Buffer => (size > USUAL_ROOM ? undefined : spare.pop()) ?? Buffer.allocUnsafeSlow(Math.max(size, USUAL_ROOM));

function giveBack(bytes: Buffer): void {
  if (bytes.length === USUAL_ROOM && spare.length < MOST_SPARE) spare.push(bytes);
}
const LONGEST_LINE = 4_096;
