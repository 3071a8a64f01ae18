import { type AnswerBody, bodyIn } from './answerBody.ts';
import { type AnswerHead, framingOf, readHead } from './answerHead.ts';

/** A whole answer. */
export class Answer {
  readonly head: AnswerHead;
  /** Nobody else has them. */
  readonly bytes: Buffer;
  #text: string | undefined;

  constructor(head: AnswerHead, bytes: Buffer) {
    this.head = head;
    this.bytes = bytes;
  }

  /** The bytes as UTF-8. */
  get text(): string {
    this.#text ??= this.bytes.toString('utf8');
    return this.#text;
  }
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LARGEST_HEAD = 16 * 1024;
const NOTHING = Buffer.alloc(0);

/** Reads one answer of HTTP/1.1 (RFC 9112) as it comes, and nothing after it but what belongs to the next, where one follows. */
export class AnswerReader {
  readonly #isFollowed: boolean;
  #pending: Buffer = NOTHING;
  #head: AnswerHead | null = null;
  #body: AnswerBody | null = null;
  #rest: Buffer = NOTHING;

  /** @param isFollowed more answers are awaited after it */
  constructor(isFollowed = false) {
    this.#isFollowed = isFollowed;
  }

  /** Part of it has come. */
  get hasBegun(): boolean {
    return this.#head !== null;
  }

  /** What has come after the answer that is whole; as short-lived as the bytes that were read. */
  get rest(): Buffer {
    return this.#rest;
  }

  /** The answer, once it is whole. Throws `TypeError` for what is none. The bytes may be overwritten as soon as this has returned. */
  read(bytes: Buffer): Answer | null {
    const after = this.#head === null ? this.#readHead(bytes) : bytes;
    const rest = this.#head === null || this.#body === null || after === null ? null : this.#body.take(after);
    if (this.#head === null || this.#body === null || rest === null) return null;
    if (rest.length > 0 && !this.#isFollowed) throw new TypeError('more than the answer');
    this.#rest = rest;
    return new Answer(this.#head, this.#body.bytes());
  }

  /** What of these bytes comes after the head; null where it has not ended yet. */
  #readHead(bytes: Buffer): Buffer | null {
    const all = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const end = all.indexOf(END_OF_HEAD);
    if (end > LARGEST_HEAD || (end < 0 && all.length > LARGEST_HEAD)) throw new TypeError('a head without end');
    this.#pending = end < 0 ? Buffer.from(all) : NOTHING;
    if (end < 0) return null;
    this.#head = readHead(all.toString('latin1', 0, end));
    this.#body = bodyIn(framingOf(this.#head));
    return all.subarray(end + END_OF_HEAD.length);
  }
}
