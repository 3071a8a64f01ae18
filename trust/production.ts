import { profileOf } from './profile.ts';

/** What a circuit in earnest refuses to run with (§2.8): a line each, with what to do. Never a password. */
export class RefusedInProduction extends Error {
  override readonly name = 'RefusedInProduction';

  constructor(faults: readonly string[]) {
    super(faults.map((fault) => `Refused in production: ${fault}`).join('\n'));
  }
}

/** Throws where the profile is production and something is wrong for it; in the embedded profile nothing is. */
export function refuseInProduction(environment: NodeJS.ProcessEnv, faults: readonly (string | undefined)[]): void {
  const said = faults.filter((fault) => fault !== undefined);
  if (said.length > 0 && profileOf(environment) === 'production') throw new RefusedInProduction(said);
}

/** A database that is reached over a network is reached by TLS, and its name is checked. */
export function databaseFault(variable: string, url: string): string | undefined {
  const address = URL.parse(url);
  if (address === null || isNear(address) || address.searchParams.get('sslmode') === 'verify-full') return undefined;
  return `${variable} leads over a network without TLS that is checked. Add sslmode=verify-full, and sslrootcert=<file> for an authority of your own.`;
}

/** The gateway's own port speaks TLS, or stands behind a proxy that does. */
export function gatewayFault(environment: NodeJS.ProcessEnv): string | undefined {
  const { CHANCERY_GATEWAY_TLS_CERT: cert, CHANCERY_GATEWAY_TLS_KEY: key, CHANCERY_BEHIND_PROXY: proxy } = environment;
  if ((cert && key) || proxy === '1') return undefined;
  return 'the gateway would speak plain HTTP. Set CHANCERY_GATEWAY_TLS_CERT and CHANCERY_GATEWAY_TLS_KEY, or CHANCERY_BEHIND_PROXY=1 where a proxy before it speaks TLS.';
}

/** On this machine: over a socket, or over loopback. */
const isNear = ({ hostname, searchParams }: URL): boolean =>
  hostname === '' || /^(localhost|127(\.\d+){3}|\[::1\]|%2f.*)$/i.test(hostname) || searchParams.get('host')?.startsWith('/') === true;
