import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { gatewayAddressOf, gatewayUrl, loopbackAddress } from '@chancery/trust';

const healthMs = 2_000;

/** Where a service is: the gateway's port is the public's; all others speak mutual TLS only. */
export const serviceUrl = (name: string, port: number, environment: NodeJS.ProcessEnv): string =>
  name === 'gateway'
    ? gatewayUrl(gatewayAddressOf(environment), port, Boolean(environment.CHANCERY_GATEWAY_TLS_CERT))
    : `https://${loopbackAddress}:${port}`;

/** Whether the gateway answers `/healthz` now. */
export const gatewayIsWell = (url: string, environment: NodeJS.ProcessEnv): Promise<boolean> =>
  url.startsWith('https:') ? overTls(url, environment.CHANCERY_GATEWAY_TLS_CERT ?? '') : overHttp(url);

async function overHttp(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(healthMs) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

// It is known by its very certificate: the name in that one is the public's, and not that of this machine.
function overTls(url: string, certificate: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const known = { ca: readFileSync(certificate), allowPartialTrustChain: true, checkServerIdentity: () => undefined };
  const request = get(`${url}/healthz`, { ...known, agent: false, timeout: healthMs }, (response) => {
    response.resume();
    resolve(response.statusCode === 200);
  });
  request.once('error', () => resolve(false));
  request.once('timeout', () => request.destroy());
  return promise;
}
