/** Wire types of protobuf (encoding, "message structure"). */
const VARINT = 0;
const FIXED64 = 1;
const SIZED = 2;
const FIXED32 = 5;

/** So many bytes say how long a message is whose end is not known when it begins: up to 2 MiB. */
const BYTES_OF_SIZE = 3;
/** Longer texts, and those with more than ASCII, are the runtime's to write: for short ones the way there costs more than the writing. */
const SHORT = 64;

/** Writes protobuf, field after field, into bytes that grow as they are needed. */
export class ProtobufWriter {
  #bytes: Buffer<ArrayBuffer>;
  #size = 0;

  constructor(room: number) {
    this.#bytes = Buffer.allocUnsafeSlow(room);
  }

  get size(): number {
    return this.#size;
  }

  /** What was written; the writer is used no more. */
  written(): Buffer<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#size);
  }

  varint(field: number, value: number): void {
    this.#reserve(16);
    this.#tag(field, VARINT);
    this.#number(value);
  }

  /** A 64-bit integer in two's complement, whole and exact as far as numbers are. */
  int64(field: number, value: number): void {
    this.#reserve(16);
    this.#tag(field, VARINT);
    if (value >= 0) this.#number(value);
    else this.#negative(value);
  }

  double(field: number, value: number): void {
    this.#reserve(16);
    this.#tag(field, FIXED64);
    this.#size = this.#bytes.writeDoubleLE(value, this.#size);
  }

  fixed32(field: number, value: number): void {
    this.#reserve(16);
    this.#tag(field, FIXED32);
    this.#size = this.#bytes.writeUInt32LE(value, this.#size);
  }

  /** A moment in milliseconds since 1970, as nanoseconds. They are more than a number can hold: each half is reckoned for itself. */
  nanoseconds(field: number, ms: number): void {
    const seconds = Math.floor(ms / 1_000);
    const below = (seconds % 65_536) * 1e9 + Math.round((ms - seconds * 1_000) * 1e6);
    const above = Math.floor(seconds / 65_536) * 1e9;
    const low = (above % 65_536) * 65_536 + below;
    this.#reserve(16);
    this.#tag(field, FIXED64);
    this.#size = this.#bytes.writeUInt32LE(low % 2 ** 32, this.#size);
    this.#size = this.#bytes.writeUInt32LE(Math.floor(above / 65_536) + Math.floor(low / 2 ** 32), this.#size);
  }

  /** Bytes that are given as hexadecimal digits, fewer than 256. */
  hex(field: number, digits: string): void {
    const length = digits.length / 2;
    this.#reserve(length + 16);
    this.#tag(field, SIZED);
    this.#number(length);
    const bytes = this.#bytes;
    const from = this.#size;
    for (let at = 0; at < length; at++)
      bytes[from + at] = (digitOf(digits.charCodeAt(2 * at)) << 4) | digitOf(digits.charCodeAt(2 * at + 1));
    this.#size = from + length;
  }

  text(field: number, text: string): void {
    const { length } = text;
    this.#reserve(length * 3 + 16);
    this.#tag(field, SIZED);
    if (length <= SHORT && this.#ascii(text, length)) return;
    this.#number(Buffer.byteLength(text));
    this.#size += this.#bytes.write(text, this.#size, 'utf8');
  }

  /** Begins a message inside this one; `end` takes what it answers. */
  begin(field: number): number {
    this.#reserve(16);
    this.#tag(field, SIZED);
    this.#size += BYTES_OF_SIZE;
    return this.#size;
  }

  end(begun: number): void {
    const size = this.#size - begun;
    if (size >= 2 ** (7 * BYTES_OF_SIZE)) throw new RangeError('a message too large');
    this.#bytes[begun - 3] = (size & 127) | 128;
    this.#bytes[begun - 2] = ((size >> 7) & 127) | 128;
    this.#bytes[begun - 1] = size >> 14;
  }

  /** Whether the text is ASCII, and was written. Its length is asked for once: texts are kept in many ways, and each asking looks for which. */
  #ascii(text: string, length: number): boolean {
    const bytes = this.#bytes;
    const from = this.#size + 1;
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) return false;
      bytes[from + at] = code;
    }
    bytes[from - 1] = length;
    this.#size = from + length;
    return true;
  }

  #tag(field: number, type: number): void {
    this.#number((field << 3) | type);
  }

  #number(value: number): void {
    let left = value;
    for (; left > 127; left = Math.floor(left / 128)) this.#byte((left % 128) | 128);
    this.#byte(left);
  }

  #negative(value: number): void {
    let left = BigInt.asUintN(64, BigInt(value));
    for (; left > 127n; left >>= 7n) this.#byte(Number(left & 127n) | 128);
    this.#byte(Number(left));
  }

  #byte(value: number): void {
    this.#bytes[this.#size++] = value;
  }

  #reserve(more: number): void {
    if (this.#size + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#size + more, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#size);
    this.#bytes = larger;
  }
}

/** What a digit in small letters is worth. */
const digitOf = (code: number): number => (code < 58 ? code - 48 : code - 87);
