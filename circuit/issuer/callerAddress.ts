import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** The proxies whose word is taken for where somebody comes from: addresses and subnets, `10.0.0.1` or `10.0.0.0/24`. Throws where one is neither. */
export function proxiesIn(named: readonly string[]): BlockList {
  const proxies = new BlockList();
  for (const name of named) {
    const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(name) ?? [];
    const family = familyOf(address);
    const longest = family === 'ipv4' ? 32 : 128;
    if (family === null || Number(length ?? 0) > longest)
      throw new Error(`${name} is not the address of a proxy: 10.0.0.1 or 10.0.0.0/24.`);
    proxies.addSubnet(address, Number(length ?? longest), family);
  }
  return proxies;
}

/**
 * Where somebody comes from: the peer, or, where that is a proxy of ours, whom it says that it passes on. Each proxy adds whom it saw at the end of
 * `X-Forwarded-For`, so the last that is no proxy of ours counts; what stands before it anybody may have written.
 * Whoever has an IPv6 address has 2⁶⁴ of them: those count as one.
 */
export function callerAddress({ socket, headers }: IncomingMessage, proxies: BlockList): string {
  const told = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const way = [...told.map((each) => each.trim()), socket.remoteAddress ?? ''].map(withoutMapping);
  let caller = way.pop() ?? '';
  while (isOneOf(proxies, caller) && familyOf(way.at(-1) ?? '') !== null) caller = way.pop() ?? '';
  return familyOf(caller) === 'ipv6' ? networkOf(caller) : caller;
}

/** A socket that takes both families shows IPv4 as `::ffff:10.0.0.1`. */
const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

function isOneOf(proxies: BlockList, address: string): boolean {
  const family = familyOf(address);
  return family !== null && proxies.check(address, family);
}

/** The first 64 bits, written in one way (RFC 5952, as URLs write it). */
function networkOf(address: string): string {
  const written = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const [before = '', after] = written.split('::');
  const head = before.split(':').filter(Boolean);
  const tail = after === undefined ? [] : after.split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address);
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6';
}
