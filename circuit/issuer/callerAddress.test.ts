import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { callerAddress, proxiesIn } from './callerAddress.ts';

const proxies = proxiesIn(['10.0.0.0/24', '127.0.0.1', 'fd00::1']);
const asked = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

test.each([
  ['the peer', asked('192.0.2.1'), '192.0.2.1'],
  ['the peer, whatever it says', asked('192.0.2.1', '198.51.100.1'), '192.0.2.1'],
  ['whom a proxy passes on', asked('10.0.0.7', '198.51.100.1'), '198.51.100.1'],
  ['the last whom proxies pass on', asked('127.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.9'), '198.51.100.1'],
  ['a proxy that says nothing', asked('127.0.0.1'), '127.0.0.1'],
  ['a proxy that says nonsense', asked('127.0.0.1', 'unknown'), '127.0.0.1'],
  ['an IPv4 peer of a socket for both families', asked('::ffff:10.0.0.7', '198.51.100.1'), '198.51.100.1'],
  ['an IPv6 network', asked('fd00::1', '2001:db8:0:1:a:b:c:d'), '2001:db8:0:1::/64'],
  ['the same network, written in another way', asked('2001:0DB8::1:0:0:0:9'), '2001:db8:0:1::/64'],
])('somebody comes from %s', (_whom, request, address) => {
  expect(callerAddress(request, proxies)).toBe(address);
});

test.each(['proxy.example', '10.0.0.1/33', '10.0.0.1/', '', 'fd00::/x'])('%j is no proxy', (name) => {
  expect(() => proxiesIn([name])).toThrow('is not the address of a proxy');
});
