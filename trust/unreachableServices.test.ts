import { createServer } from 'node:https';
import { describe, expect, it } from 'vitest';
import {
  answeringJustice,
  answerWith,
  ask,
  exchange,
  failure,
  json,
  listening,
  type Respond,
  registry,
} from '../tests/kit/answeringJustice.ts';
import { foreignAuthority, tlsMaterial } from '../tests/kit/authority.ts';
import { ServiceRegistry } from './registry.ts';
import { ServiceClient } from './serviceClient.ts';
import { Unreachable, type UnreachableReason } from './unreachable.ts';

answeringJustice();

describe('asking a service', () => {
  it.each<[string, UnreachableReason, Respond]>([
    ['a fault', 'fault', json({ errors: [{ message: 'boom', extensions: { code: 'INTERNAL' } }] })],
    ['a code that nobody knows', 'fault', json({ errors: [{ message: 'x', extensions: { code: 'toString' } }] })],
    ['status 500', 'fault', json({ data: {} }, 500)],
    ['status 401', 'fault', json({ error: 'UNAUTHENTICATED' }, 401)],
    ['no JSON', 'no sense', (response) => void response.end('<html>')],
    ['JSON that is no answer', 'no sense', json([1])],
    ['no data', 'no sense', json({ data: null })],
    [
      'half an answer',
      'no connection',
      (response) => void response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
    ],
    ['no answer at all', 'no connection', (response) => void response.destroy()],
    ['nothing for too long', 'too slow', () => undefined],
    ['an answer that never ends', 'too slow', (response) => void response.write('{')],
    ['an answer of 40 MB', 'too large', (response) => void response.end(Buffer.alloc(40 * 1024 * 1024, ' '))],
  ])('is unreachable when it gets %s', async (_, reason, gives) => {
    answerWith(gives);

    expect(await failure(ask('justice', reason === 'too slow' ? 200 : 5_000))).toMatchObject({
      name: 'Unreachable',
      service: 'justice',
      reason,
    });
  });

  it('is unreachable when nobody listens, and tells neither address nor port', async () => {
    const error = await failure(ask('finance'));

    expect(error).toBeInstanceOf(Unreachable);
    expect(String(error)).toBe('Unreachable: finance does not answer (no connection)');
  });

  it('is unreachable when the circuit has no such service', async () => {
    expect(await failure(ask('nobody'))).toEqual(new Unreachable('nobody', 'no connection'));
  });

  it('serves again after a failure', async () => {
    answerWith((response) => void response.destroy());
    await failure(ask());
    answerWith(json({ data: { standing: 'IN_TRANSIT' } }));

    expect(await ask()).toEqual({ standing: 'IN_TRANSIT' });
  });
});

describe('a service that is not whom it must be', () => {
  it.each<[string, () => ReturnType<typeof tlsMaterial>]>([
    ['another service of the circuit', () => tlsMaterial({ name: 'finance' })],
    ['one with a certificate of a foreign authority', () => tlsMaterial({ name: 'justice' }, foreignAuthority)],
    ['one whose certificate has ended', () => tlsMaterial({ name: 'justice', notBefore: ago(3_600), notAfter: ago(60) })],
    ['one whose certificate begins later', () => tlsMaterial({ name: 'justice', notBefore: ago(-3_600) })],
  ])('is sent nothing: %s', async (_, make) => {
    const other = createServer({ ...(await make()), minVersion: 'TLSv1.3' }, (_request, response) => json({ data: {} })(response));
    const heard: Buffer[] = [];
    other.on('secureConnection', (socket) => socket.on('data', (bytes: Buffer) => heard.push(bytes)));
    const url = `https://127.0.0.1:${await listening(other)}`;
    const stray = new ServiceClient(exchange, new ServiceRegistry([{ ...registry.entry('justice'), url }]));
    try {
      expect(await failure(stray.ask('justice', 'query Standing { standing }', {}))).toMatchObject({ reason: 'no connection' });
      expect(await stray.isWell('justice')).toBe(false);
      expect(heard).toEqual([]);
    } finally {
      await stray.close();
      other.closeAllConnections();
      other.close();
    }
  });

  it('is sent nothing over plain HTTP', async () => {
    const justice = registry.entry('justice');
    const plain = new ServiceClient(exchange, new ServiceRegistry([{ ...justice, url: justice.url.replace('https:', 'http:') }]));

    expect(await failure(plain.ask('justice', 'query Standing { standing }', {}))).toMatchObject({ reason: 'no connection' });
  });
});

const ago = (seconds: number): Date => new Date(Date.now() - seconds * 1_000);
