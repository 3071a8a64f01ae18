import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Carried, Line, plain } from './index.ts';

const ok = (text: string, fields = '') => `HTTP/1.1 200 OK\r\n${fields}content-length: ${text.length}\r\n\r\n${text}`;

let sockets: Socket[];
let answer: (socket: Socket, asked: string) => void;
let server: Server;
let line: Line;

beforeEach(async () => {
  sockets = [];
  answer = (socket, asked) => void socket.write(ok(asked));
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (asked) => answer(socket, asked.toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  line = new Line((onread, ready) => connect({ port, host: '127.0.0.1', onread }, ready), 2);
});

afterEach(async () => {
  line.destroy(new Error('over'));
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

/** Asks by the bare text; by `carried` the line may drop the question. */
function ask(text: string, alike: string | null = null) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const carried: Carried = { alike, text: plain(text), heard: () => undefined, answered: (told) => resolve(told.text), lost: reject };
  line.carry(carried);
  promise.catch(() => undefined);
  return { carried, answered: promise };
}

describe('the connections to one service', () => {
  it('are kept: the same one is asked again and again', async () => {
    for (const text of ['a', 'b', 'c']) expect(await ask(text).answered).toBe(text);
    expect(sockets).toHaveLength(1);
  });

  it('are no more than there may be; who finds none free waits, in order', async () => {
    const asked: string[] = [];
    answer = (socket, text) => {
      asked.push(text);
      setTimeout(() => socket.write(ok(text)), 5);
    };
    const texts = Array.from({ length: 20 }, (_, i) => `q${i}`);
    expect(await Promise.all(texts.map((text) => ask(text).answered))).toEqual(texts);
    expect(sockets).toHaveLength(2);
    expect(asked.slice(2)).toEqual(texts.slice(2));
  });

  it('carry no question that was dropped while it waited, and end where it was under way', async () => {
    let heard = 0;
    answer = () => {
      heard += 1;
    };
    const [first, second, third] = [ask('1'), ask('2'), ask('3')];
    await expect.poll(() => heard).toBe(2);
    line.drop(third.carried, new Error('left'));
    await expect(third.answered).rejects.toThrow('left');
    line.drop(first.carried, new Error('left'));
    await expect(first.answered).rejects.toThrow('left');
    answer = (socket, text) => void socket.write(ok(text));
    expect(await ask('4').answered).toBe('4');
    line.drop(first.carried, new Error('again'));
    line.destroy(new Error('over'));
    await expect(second.answered).rejects.toThrow('over');
  });

  it('end with what nobody asked for: it is not the answer to the next question', async () => {
    expect(await ask('a').answered).toBe('a');
    sockets[0]?.write(ok('forged'));
    await once(sockets[0] as Socket, 'close');
    expect(await ask('b').answered).toBe('b');
    answer = (socket, text) => void socket.write(`${ok(text)}${ok('forged')}`);
    await expect(ask('c').answered).rejects.toThrow('more than the answer');
    answer = (socket, text) => void socket.write(ok(text));
    expect(await ask('d').answered).toBe('d');
    expect(sockets).toHaveLength(3);
  });

  it.each([
    ['says so', 'connection: close\r\n'],
    ['does not keep it for long', 'keep-alive: timeout=1\r\n'],
  ])('are not used again where their server %s', async (_, fields) => {
    answer = (socket, text) => void socket.write(ok(text, fields));
    for (const text of ['a', 'b']) expect(await ask(text).answered).toBe(text);
    expect(sockets).toHaveLength(2);
  });

  it('tell what they carried when they are lost, and others take what waits', async () => {
    answer = (socket, text) => void (text === 'bad' ? socket.destroy() : socket.write(ok(text)));
    const asked = [ask('bad'), ask('bad'), ask('good'), ask('better')];
    const told = await Promise.allSettled(asked.map(({ answered }) => answered));
    expect(told.map((each) => (each.status === 'fulfilled' ? each.value : 'lost'))).toEqual(['lost', 'lost', 'good', 'better']);
  });

  it('retire once nothing waits for them', async () => {
    answer = (socket, text) => void setTimeout(() => socket.write(ok(text)), 20);
    const asked = ['a', 'b', 'c'].map((text) => ask(text).answered);
    const retired = line.retire();
    expect(await Promise.all(asked)).toEqual(['a', 'b', 'c']);
    await retired;
    await new Line(() => connect(1), 1).retire();
  });

  it('are lost where nobody listens', async () => {
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    line = new Line((onread, ready) => connect({ port, host: '127.0.0.1', onread }, ready));
    await expect(ask('a').answered).rejects.toThrow('ECONNREFUSED');
    server.listen(0);
  });
});
