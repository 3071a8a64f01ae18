import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { text } from 'node:stream/consumers';
import { gatewayAddressOf, gatewayUrl, loopbackAddress } from '@chancery/trust';

const healthMs = 2_000;

/** Where a service is: the gateway's port is the public's; all others speak mutual TLS only. */
export const serviceUrl = (name: string, port: number, environment: NodeJS.ProcessEnv): string =>
  name === 'gateway'
    ? gatewayUrl(gatewayAddressOf(environment), port, Boolean(environment.CHANCERY_GATEWAY_TLS_CERT))
    : `https://${loopbackAddress}:${port}`;

/** Whether the gateway answers `/healthz` now. */
export const gatewayIsWell = async (url: string, environment: NodeJS.ProcessEnv): Promise<boolean> =>
  (await health(url, environment)) !== undefined;

/** The name of the graph that the gateway serves now; undefined where it does not answer. */
export async function graphServed(url: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const told = await health(url, environment);
  return told === undefined ? undefined : /"graph":"(\w+)"/.exec(told)?.[1];
}

/** What `/healthz` says; undefined where it does not say that all is well. */
const health = (url: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> =>
  url.startsWith('https:') ? overTls(url, environment.CHANCERY_GATEWAY_TLS_CERT ?? '') : overHttp(url);

async function overHttp(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(healthMs) });
    const told = await response.text();
    return response.ok ? told : undefined;
  } catch {
    return undefined;
  }
}

// It is known by its very certificate: the name in that one is the public's, and not that of this machine.
function overTls(url: string, certificate: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const known = { ca: readFileSync(certificate), allowPartialTrustChain: true, checkServerIdentity: () => undefined };
  const request = get(`${url}/healthz`, { ...known, agent: false, timeout: healthMs }, (response) => {
    text(response).then(
      (told) => resolve(response.statusCode === 200 ? told : undefined),
      () => resolve(undefined),
    );
  });
  request.once('error', () => resolve(undefined));
  request.once('timeout', () => request.destroy());
  return promise;
}
