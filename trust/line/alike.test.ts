import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Carried, Line, plain } from './index.ts';

const ok = (text: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;

/** What was written at once, by connection; each question is one letter. */
let written: string[][];
let answer: (socket: Socket, letter: string) => void;
let server: Server;
let line: Line;

beforeEach(async () => {
  written = [];
  answer = (socket, letter) => void socket.write(ok(letter));
  server = createServer((socket) => {
    const own: string[] = [];
    written.push(own);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      own.push(bytes.toString());
      for (const letter of bytes.toString()) answer(socket, letter);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  line = new Line((onread, ready) => connect({ port, host: '127.0.0.1', onread }, ready), 4);
});

afterEach(async () => {
  line.destroy(new Error('over'));
  await new Promise((resolve) => server.close(resolve));
});

function ask(text: string, more: Partial<Carried> = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const usual: Carried = { alike: 'a', text: plain(text), heard: () => undefined, answered: (told) => resolve(told.text), lost: reject };
  const carried = { ...usual, ...more };
  line.carry(carried);
  promise.catch(() => undefined);
  return { carried, answered: promise };
}

const toldBy = (asked: readonly { readonly answered: Promise<string> }[]) =>
  Promise.all(asked.map(({ answered }) => answered.catch((error: Error) => error.message)));

describe('questions of one turn', () => {
  it('go together where they are alike, and each hears its own answer, however the bytes come', async () => {
    const all = [...'abcdefgh'].map(ok).join('');
    answer = (socket, letter) => {
      if (letter === 'h') for (const byte of all) socket.write(byte);
    };
    expect(await toldBy([...'abcdefgh'].map((letter) => ask(letter)))).toEqual([...'abcdefgh']);
    expect(written).toEqual([['abcdefgh']]);
    answer = (socket, letter) => void socket.write(ok(letter));
    expect(await toldBy([...'ijk'].map((letter) => ask(letter)))).toEqual([...'ijk']);
    expect(written).toEqual([['abcdefgh', 'ijk']]);
  });

  it('go apart where they are not alike, where one goes alone, and in another turn', async () => {
    const asked = [ask('a'), ask('b', { alike: 'b' }), ask('c', { alike: null })];
    await new Promise((resolve) => setImmediate(resolve));
    expect(await toldBy([...asked, ask('d')])).toEqual([...'abcd']);
    expect(written.flat().toSorted()).toEqual([...'abcd']);
  });

  it('are not more than wait well for each other', async () => {
    const asked = [...'abcdefghijklmnopqr'];
    expect(await toldBy(asked.map((letter) => ask(letter)))).toEqual(asked);
    expect(written.flat().toSorted()).toEqual(['abcdefghijklmnop', 'qr']);
  });

  it('lose nothing when nobody waits for one of them any more', async () => {
    answer = (socket, letter) => void (letter === 'c' && setTimeout(() => socket.write([...'abc'].map(ok).join('')), 20));
    const [a, b, c] = [ask('a'), ask('b'), ask('c')];
    line.drop(b.carried, new Error('left'));
    expect(await toldBy([a, b, c])).toEqual(['a', 'left', 'c']);
    expect(written).toHaveLength(1);
  });

  it('end their connection when nobody waits for any of them', async () => {
    answer = () => undefined;
    const asked = [ask('a'), ask('b')];
    await expect.poll(() => written.flat()).toEqual(['ab']);
    for (const { carried } of asked) line.drop(carried, new Error('left'));
    expect(await toldBy(asked)).toEqual(['left', 'left']);
    answer = (socket, letter) => void socket.write(ok(letter));
    expect(await ask('c').answered).toBe('c');
    expect(written).toHaveLength(2);
  });

  it('are given back, to be asked again, where the first of them takes long', async () => {
    answer = () => undefined;
    const [slow, ...others] = [ask('a'), ask('b'), ask('c')];
    expect(await toldBy(others)).toEqual(others.map(() => 'behind another that takes long'));
    answer = (socket, letter) => void socket.write(ok(letter));
    expect(await ask('d').answered).toBe('d');
    line.destroy(new Error('over'));
    expect(await toldBy([slow])).toEqual(['over']);
  });

  it('are not refused what another of them is refused', async () => {
    const tooMuch = () => {
      throw new Error('too much');
    };
    answer = (socket, letter) => void (letter === 'b' && socket.write(ok('a') + ok('b')));
    expect(await toldBy([ask('a', { heard: tooMuch }), ask('b')])).toEqual(['too much', 'ended by a question before']);
  });

  it('are lost together where they cannot be written, and nobody waits for ever', async () => {
    const text = {
      alone: () => '',
      together: () => {
        throw new Error('cannot be written');
      },
    };
    expect(await toldBy([ask('a', { text }), ask('b')])).toEqual(['cannot be written', 'cannot be written']);
    expect(await ask('c').answered).toBe('c');
    expect(written.flat()).toEqual(['c']);
  });

  it('are written with one that has left before, and answered without it', async () => {
    const left = ask('a');
    const others = [ask('b'), ask('c')];
    line.drop(left.carried, new Error('left'));

    expect(await toldBy([left, ...others])).toEqual(['left', 'b', 'c']);
    expect(written).toEqual([['abc']]);
  });

  it('end with what comes after their answers: it is not the answer to the next question', async () => {
    answer = (socket, letter) => void (letter === 'b' && socket.write(ok('a') + ok('b') + ok('forged')));
    expect(await toldBy([ask('a'), ask('b')])).toEqual(['a', 'more than the answer']);
    answer = (socket, letter) => void socket.write(ok(letter));
    expect(await ask('c').answered).toBe('c');
    expect(written).toHaveLength(2);
  });
});
