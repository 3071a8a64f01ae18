import { generateKeySync } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { checkServerIdentity } from 'node:tls';
import {
  type Errand,
  issueMandate,
  issueMandateUnder,
  newId,
  nonceHeader,
  requestDigest,
  type ServiceIdentity,
  type ServiceKey,
  type SessionKey,
  sessionHeader,
  type TlsMaterial,
} from '@chancery/trust';

/** One request to a service's port as whoever a test wants to be: with any certificate or none, and any mandate or none. */
export interface Knock {
  readonly url: string;
  /** Whom the certificate at the other end must name. */
  readonly service: string;
  /** What is shown; null shows nothing. */
  readonly material: Pick<TlsMaterial, 'ca'> & Partial<TlsMaterial>;
  readonly method?: 'GET' | 'POST';
  readonly path?: string;
  readonly body?: string;
  /** The header `authorization`. */
  readonly authorization?: string | null;
}

export interface Knocked {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends it over a connection of its own. Throws where there is no answer: a handshake that failed, a socket that was closed. */
export async function knock({
  url,
  service,
  material,
  method = 'POST',
  path = '/graphql',
  body = '',
  authorization,
}: Knock): Promise<Knocked> {
  const { promise, resolve, reject } = Promise.withResolvers<Knocked>();
  const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
  const shown = { ...material, servername: service, checkServerIdentity: checkIdentityOf(service) };
  const asking = request(`${url}${path}`, { method, headers, agent: false, timeout: 10_000, ...shown }, (answer) => {
    text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: said }), reject);
  });
  asking.once('error', reject).once('timeout', () => asking.destroy(new Error('no answer within 10 s')));
  asking.end(method === 'POST' ? body : undefined);
  return promise;
}

/** What the present run of a service is called: it says so whenever it refuses. */
export async function nonceOf({ url, service, material }: Pick<Knock, 'url' | 'service' | 'material'>): Promise<string> {
  return String((await knock({ url, service, material, body: '' })).headers[nonceHeader]);
}

/** A session under which a service takes mandates of its asker from now on. */
export async function sessionAt({ url, service }: Pick<Knock, 'url' | 'service'>, identity: ServiceIdentity): Promise<SessionKey> {
  const session = { id: newId(), key: generateKeySync('hmac', { length: 256 }) };
  const door = { url, service, material: identity.credentials.current, method: 'GET', path: '/nothing' } as const;
  const jws = issueMandate(identity, errandTo(door, await nonceOf(door)), session);
  const { headers } = await knock({ ...door, authorization: `Mandate ${jws}` });
  if (headers[sessionHeader] !== session.id) throw new Error(`${service} takes no session`);
  return session;
}

/** A true mandate for one request, as the header `authorization` carries it; a test changes the one fact it is about. Under a session, if one is given. */
export function mandateFor(
  issuer: ServiceKey,
  door: Pick<Knock, 'service' | 'method' | 'path' | 'body'>,
  nonce: string | null,
  claims: Partial<Errand> = {},
  session: SessionKey | null = null,
): string {
  const errand = { ...errandTo(door, nonce), ...claims };
  return `Mandate ${session === null ? issueMandate(issuer, errand) : issueMandateUnder(session, issuer, errand)}`;
}

/** Sends a request in the name of a service, under a true mandate; answers whatever comes. */
export async function knockAs(
  identity: ServiceIdentity,
  knocking: Omit<Knock, 'material'>,
  claims: Partial<Errand> = {},
): Promise<Knocked> {
  const whole = { ...knocking, material: identity.credentials.current };
  const authorization = mandateFor(identity, whole, await nonceOf(whole), claims);
  return knock({ ...whole, authorization });
}

function errandTo(
  { service, method = 'POST', path = '/graphql', body = '' }: Parameters<typeof mandateFor>[1],
  nonce: string | null,
): Errand {
  // Who asks by GET brings no body.
  const digest = requestDigest(method, path, method === 'GET' ? '' : body);
  return { audience: service, digest, nonce, caller: null, record: null, operation: null, token: null };
}

const checkIdentityOf =
  (service: string): typeof checkServerIdentity =>
  (_host, certificate) =>
    checkServerIdentity(service, certificate);
