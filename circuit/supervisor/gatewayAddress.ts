import { readFileSync } from 'node:fs';
import { get } from 'node:https';

const healthMs = 2_000;

/** Where the gateway's own port is: plain HTTP on loopback unless it was given a certificate (`CHANCERY_GATEWAY_TLS_CERT`). */
const gatewayUrl = (port: number, environment: NodeJS.ProcessEnv): string =>
  environment.CHANCERY_GATEWAY_TLS_CERT ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;

/** Where a service is: the gateway's port is the public's; all others speak mutual TLS only. */
export const serviceUrl = (name: string, port: number, environment: NodeJS.ProcessEnv): string =>
  name === 'gateway' ? gatewayUrl(port, environment) : `https://127.0.0.1:${port}`;

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
