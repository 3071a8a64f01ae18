import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newService, tlsMaterial } from '../tests/kit/authority.ts';
import { certificatesChannel, type ShownCertificate } from './certificateWatch.ts';
import { Connections } from './connections.ts';
import { ServiceRegistry } from './registry.ts';

const server = createServer({ minVersion: 'TLSv1.3', requestCert: true }, (_, response) => response.end('{}'));
const shown: ShownCertificate[] = [];
const note = (message: unknown) => void shown.push(message as ShownCertificate);
let connections: Connections;

beforeAll(async () => {
  server.setSecureContext(await tlsMaterial({ name: 'water' }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const [exchange, water] = [await newService('exchange', 'exchange'), await newService('water', 'perimeter')];
  const { port } = server.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}`;
  connections = new Connections(
    exchange.identity,
    new ServiceRegistry([{ name: 'water', role: 'perimeter', url, publicKey: water.publicKey }]),
  );
  certificatesChannel.subscribe(note);
});
beforeEach(() => {
  shown.length = 0;
  server.closeAllConnections();
});
afterAll(async () => {
  certificatesChannel.unsubscribe(note);
  await connections.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const inMinutes = (minutes: number) => new Date(Math.floor(Date.now() / 1_000) * 1_000 + minutes * 60_000);

test.each([
  ['is about to end', 5, true],
  ['has ended, and is not believed,', -5, false],
])('a certificate that %s is told of', async (_, minutes, isWell) => {
  const notAfter = inMinutes(minutes);
  server.setSecureContext(await tlsMaterial({ name: 'water', notBefore: inMinutes(-60), notAfter }));

  expect(await connections.isWell('water')).toBe(isWell);
  expect(shown).toEqual([{ service: 'water', until: isWell ? notAfter.getTime() : 'past' }]);
});
