import { describe, expect, it } from 'vitest';
import { type Answer, AnswerReader } from './answerReader.ts';

const sized = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\ncontent-length: 17\r\nX-Empty:\r\n\r\n{"data":"čšž"}';
const chunked =
  'HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n6;ext=1\r\n{"data\r\n0000b\r\n":"čšž"}\r\n0\r\nExpires: 0\r\n\r\n';

/** Reads an answer that comes in these pieces, each in the same bytes as the one before. */
function readIn(pieces: readonly Buffer[]): Answer | null {
  const reader = new AnswerReader();
  const shared = Buffer.alloc(32_768);
  let answer: Answer | null = null;
  for (const piece of pieces) {
    expect(answer).toBeNull();
    piece.copy(shared.fill(0));
    answer = reader.read(shared.subarray(0, piece.length));
  }
  return answer;
}

const wholeOf = (text: string) => readIn([Buffer.from(text)]);

describe('an answer', () => {
  it.each([
    ['of so many bytes', sized, 200],
    ['in chunks', chunked, 503],
  ])('%s is the same however it comes in pieces', (_, text, status) => {
    const bytes = Buffer.from(text);
    expect(readIn([...bytes].map((byte) => Buffer.of(byte)))).toMatchObject({ head: { status }, text: '{"data":"čšž"}' });
    for (let at = 0; at <= bytes.length; at++)
      expect(readIn([bytes.subarray(0, at), bytes.subarray(at)].filter((piece) => piece.length > 0))?.text).toBe('{"data":"čšž"}');
  });

  it.each([
    ['of so many bytes', sized],
    ['in chunks', chunked],
  ])('%s is the same however it comes in pieces with the next one behind it', (_, text) => {
    const next = 'HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n'.padEnd(120, '.');
    const bytes = Buffer.from(text + next);
    const end = Buffer.byteLength(text);
    for (let from = 1; from < end; from++)
      for (let to = from + 1; to <= bytes.length; to++) {
        const reader = new AnswerReader(true);
        expect(reader.read(bytes.subarray(0, from))).toBeNull();
        const answer = reader.read(bytes.subarray(from, to));
        if (to < end) expect(answer).toBeNull();
        else if (answer?.text !== '{"data":"čšž"}' || !reader.rest.equals(bytes.subarray(end, to)))
          expect([from, to, answer?.text, reader.rest.toString()]).toEqual([from, to, '{"data":"čšž"}', bytes.toString('utf8', end, to)]);
      }
  });

  it('has its fields by names in small letters', () => {
    expect([...(wholeOf(sized)?.head.fields ?? [])]).toEqual([
      ['content-type', 'application/json'],
      ['content-length', '17'],
      ['x-empty', ''],
    ]);
  });

  it('has values without the blanks around them', () => {
    const head = wholeOf('HTTP/1.1 200\r\nX: \t a b\t \r\ny:\t\r\ncontent-length:0\r\n\r\n')?.head;
    expect([...(head?.fields ?? [])]).toEqual([
      ['x', 'a b'],
      ['y', ''],
      ['content-length', '0'],
    ]);
  });

  it.each([
    ['no answer', '<html>\r\n\r\n'],
    ['another version', 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['a word on what comes', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\nContent-Length: 1\r\n\r\n1'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\ncontent-length: +1\r\n\r\n1'],
    ['another coding', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
    ['a field in two lines', 'HTTP/1.1 200 OK\r\nx: 1\r\n 2\r\ncontent-length: 0\r\n\r\n'],
    ['a name with a space', 'HTTP/1.1 200 OK\r\ncontent-length : 0\r\n\r\n'],
    ['a bare line feed', 'HTTP/1.1 200 OK\r\nx: 1\ny: 2\r\ncontent-length: 0\r\n\r\n'],
    ['more than it says', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n12'],
    ['another answer after it', `${sized}HTTP/1.1 200 OK`],
    ['more than its chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n12\r\n0\r\n\r\n'],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nx\r\n1\r\n0\r\n\r\n'],
    ['a negative chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n1\r\n0\r\n\r\n'],
    ['something after its chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nx'],
    ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'1'.repeat(20_000)}`],
    ['a line of a chunk without end', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;${'x'.repeat(5_000)}`],
  ])('is not taken with %s', (_, text) => {
    expect(() => wholeOf(text)).toThrow(TypeError);
  });

  it.each([10, 100_000, 200_000])(
    'of %i letters is not mixed with others that come in pieces at the same time, or came before',
    (letters) => {
      const texts = ['ä', 'b', 'c', 'd'].map((letter) => letter.repeat(letters));
      for (const round of [1, 2]) {
        const readers = texts.map(() => new AnswerReader());
        const answers = texts.map((text) => Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`));
        const read: (string | undefined)[] = [];
        for (let at = 0; at < 2 * letters + 200; at += 16_384)
          readers.forEach((reader, which) => {
            const piece = answers[which]?.subarray(at, at + 16_384) ?? Buffer.alloc(0);
            const answer = piece.length === 0 ? null : reader.read(piece);
            if (answer !== null) read[which] = answer.text;
          });
        expect([round, read]).toEqual([round, texts]);
      }
    },
  );
});
