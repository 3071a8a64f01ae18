import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { tlsMaterial } from '../tests/kit/authority.ts';
import { OpenConnections } from './openConnections.ts';

const PATIENCE_MS = 8_000;
const own = await tlsMaterial({ name: 'justice' });
const request = 'GET / HTTP/1.1\r\nhost: justice\r\n\r\n';

/** What is asked is answered once this is called. */
let answer: () => void;
let open: OpenConnections;
let port: number;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function served(make: (listener: RequestListener) => Server): Promise<void> {
  const released = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const server = make((asked, response) => {
    open.note(asked, response);
    void released.then(() => response.end('{}'));
  });
  open = new OpenConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
}
const plain = (listener: RequestListener) => createServer(listener);
const overTls = (listener: RequestListener) => createTlsServer(own, listener);

async function connected(isReady: 'connect' | 'secureConnect' = 'connect'): Promise<Socket> {
  const socket =
    isReady === 'connect' ? connect(port, '127.0.0.1') : connectTls({ host: '127.0.0.1', port, ca: own.ca, servername: 'justice' });
  sockets.push(socket);
  await once(
    socket.on('error', () => undefined),
    isReady,
  );
  await expect.poll(() => open.size).toBe(sockets.length);
  return socket;
}

async function msToClose(): Promise<number> {
  const begunAt = performance.now();
  await open.close(PATIENCE_MS);
  return performance.now() - begunAt;
}

describe('a server that is to end', () => {
  it.each([
    ['who has connected and asked nothing', plain, 'connect'],
    ['whose handshake has not begun', overTls, 'connect'],
    ['who has only shaken hands', overTls, 'secureConnect'],
  ] as const)('waits no longer than a moment for one %s', async (_, make, isReady) => {
    await served(make);
    await connected(isReady);
    expect(await msToClose()).toBeLessThan(3_000);
  });

  it('still answers who has come a moment before, and does not wait for what he might ask next', async () => {
    await served(plain);
    const socket = await connected();
    answer();
    const closing = msToClose();
    socket.write(request);
    expect(await text(socket)).toContain('200 OK');
    expect(await closing).toBeLessThan(3_000);
  });

  it.each([
    ['plain', plain, 'connect'],
    ['over TLS', overTls, 'secureConnect'],
  ] as const)('waits for what is under way, and ends with it: %s', async (_, make, isReady) => {
    await served(make);
    const socket = await connected(isReady);
    socket.write(request);
    await pause(100);
    const closing = msToClose();
    await pause(1_500);
    answer();
    expect(await text(socket)).toContain('200 OK');
    expect(await closing).toSatisfy((ms: number) => ms > 1_400 && ms < 4_000);
  });

  it.each([
    ['plain', plain, 'connect'],
    ['over TLS', overTls, 'secureConnect'],
  ] as const)('remembers none who has gone: %s', async (_, make, isReady) => {
    await served(make);
    answer();
    const socket = await connected(isReady);
    socket.write(request);
    await once(socket, 'data');
    socket.destroy();
    await expect.poll(() => open.size).toBe(0);
    await open.close(PATIENCE_MS);
  });
});
