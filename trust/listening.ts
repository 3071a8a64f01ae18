import { BlockList, isIP, isIPv6 } from 'node:net';

/** Where everybody listens whom nobody told otherwise. */
export const loopbackAddress = '127.0.0.1';

/** An address at which something listens cannot be used, or must not be. */
export class ListenFault extends Error {
  override readonly name = 'ListenFault';
}

/** At which of its machine's addresses the gateway's own port listens: `CHANCERY_GATEWAY_HOST`. Throws `ListenFault` where it would speak plain HTTP to others than its own machine. */
export function gatewayAddressOf(environment: NodeJS.ProcessEnv): string {
  const address = addressIn(environment, 'CHANCERY_GATEWAY_HOST');
  const { CHANCERY_GATEWAY_TLS_CERT: cert, CHANCERY_GATEWAY_TLS_KEY: key, CHANCERY_BEHIND_PROXY: proxy } = environment;
  if (isLoopback(address) || (cert && key) || proxy === '1') return address;
  throw new ListenFault(
    `CHANCERY_GATEWAY_HOST=${address} is not loopback, and the gateway would speak plain HTTP there: tokens would pass in the open. ` +
      'Set CHANCERY_GATEWAY_TLS_CERT and CHANCERY_GATEWAY_TLS_KEY, or CHANCERY_BEHIND_PROXY=1 where only a proxy that speaks TLS reaches that address.',
  );
}

/** At which of its machine's addresses a service listens: `CHANCERY_SERVICE_HOST`. It speaks mutual TLS wherever that is. Throws `ListenFault` for what is no address. */
export const serviceAddressOf = (environment: NodeJS.ProcessEnv): string => addressIn(environment, 'CHANCERY_SERVICE_HOST');

/** An address as a URL has it that its own machine asks at: all addresses are also loopback's. */
export function hostAt(address: string): string {
  if (address === '0.0.0.0') return loopbackAddress;
  if (address === '::') return '[::1]';
  return isIPv6(address) ? `[${address}]` : address;
}

/** Where the gateway's own port is asked by its own machine. Over loopback by the name that its certificate has. */
export function gatewayUrl(address: string, port: number, isTls: boolean): string {
  const host = isTls && named.has(address) ? 'localhost' : hostAt(address);
  return `${isTls ? 'https' : 'http'}://${host}:${port}`;
}

const named: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '0.0.0.0', '::']);

/** Whether only programs of the same machine reach an address. */
export const isLoopback = (address: string): boolean => loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

function addressIn(environment: NodeJS.ProcessEnv, variable: string): string {
  const address = environment[variable] || loopbackAddress;
  if (isIP(address) === 0)
    throw new ListenFault(
      `${variable} is an address of this machine, such as 10.0.1.10, or 0.0.0.0 for all of them, not ${JSON.stringify(address)}.`,
    );
  return address;
}
