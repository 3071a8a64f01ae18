import { createHmac, createPrivateKey, generateKeySync, KeyObject, sign } from 'node:crypto';
import type { Caller } from '@chancery/domain';
import { createIdentity, newId, requestDigest, type ServiceKey, type SessionKey, shareOf } from '@chancery/trust';
import { SignJWT } from 'jose';

const now = (): number => Math.floor(Date.now() / 1_000);
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** How a mandate may be written, and what can be wrong with it either way. */
export const mandateKinds = ['signed', 'under a session'] as const;
export const mandateFaults = [
  'garbage',
  'an expired mandate',
  'a mandate of tomorrow',
  'a mandate for another service',
  'a mandate for another operation',
  'a mandate for another path',
  'a mandate for an earlier run of the service',
  'a mandate without an id',
  'a mandate of another issuer',
  'a mandate of an unknown service or session',
  'a mandate of another type',
  'a forged mandate',
  'a mandate under the public key',
  'a mandate of the other algorithm',
  'a mandate that calls itself of the other algorithm',
  'an unsigned mandate',
  'a share of a mandate for other requests',
  'a share of a mandate that nobody has shown',
] as const;

/** The request that a mandate would be for; its session is known to the service, and null where the mandate is to be signed. */
export interface BadlyAsked {
  readonly service: string;
  readonly body: string;
  readonly nonce: string;
  readonly session: SessionKey | null;
}

/** Headers `authorization` that no service takes for a mandate of the gateway for a request, by what is wrong with them. */
export function badMandates(
  gateway: ServiceKey,
  caller: Caller,
  { service, body, nonce, session }: BadlyAsked,
): Readonly<Record<(typeof mandateFaults)[number], () => Promise<string>>> {
  const signing = { alg: 'EdDSA', kid: gateway.name, key: gateway.privateKey };
  const secret = (key: Uint8Array | SessionKey['key'] = generateKeySync('hmac', { length: 256 })) => ({ alg: 'HS256', key });
  const right = session === null ? signing : { ...secret(session.key), kid: session.id };
  const claims = { iss: 'gateway', aud: service, caller, record: null, operation: null, token: null, digest: digestOf(body), nonce };
  const written = async (head: object, issuedAt = now(), key: Parameters<SignJWT['sign']>[0] = right.key, change: object = {}) => {
    const jwt = new SignJWT({ ...claims, jti: newId(), ...change })
      .setProtectedHeader({ alg: right.alg, kid: right.kid, typ: 'mandate+jwt', ...head })
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + 30);
    return `Mandate ${await jwt.sign(key)}`;
  };
  const changed = (change: object) => written({}, now(), right.key, change);
  const by = ({ key, ...head }: { readonly alg: string; readonly key: Parameters<SignJWT['sign']>[0] }) => written(head, now(), key);
  const other = session === null ? secret() : { alg: signing.alg, key: signing.key };
  const forger = async () => (session === null ? (await createIdentity('gateway', 'gateway')).identity.privateKey : secret().key);
  const byHand = (alg: string, key: ServiceKey['privateKey'] | KeyObject | null): string => {
    const head = { alg, kid: right.kid, typ: 'mandate+jwt' };
    const text = `${part(head)}.${part({ ...claims, iat: now(), exp: now() + 30, jti: newId() })}`;
    return `Mandate ${text}.${signature(text, key)}`;
  };
  return {
    garbage: async () => 'Mandate garbage',
    'an expired mandate': () => written({}, now() - 600),
    'a mandate of tomorrow': () => written({}, now() + 86_400),
    'a mandate for another service': () => changed({ aud: service === 'audit' ? 'directory' : 'audit' }),
    'a mandate for another operation': () => changed({ digest: digestOf(`${body} `) }),
    'a mandate for another path': () => changed({ digest: requestDigest('POST', '/rebuild', body) }),
    'a mandate for an earlier run of the service': () => changed({ nonce: newId() }),
    'a mandate without an id': () => changed({ jti: undefined }),
    'a mandate of another issuer': () => changed({ iss: 'circuit' }),
    'a mandate of an unknown service or session': () => written({ kid: session === null ? 'nobody' : newId() }),
    'a mandate of another type': () => written({ typ: 'JWT' }),
    'a forged mandate': async () => written({}, now(), await forger()),
    'a mandate under the public key': () => by(secret(Buffer.from(String(gateway.privateKey.x), 'base64url'))),
    'a mandate of the other algorithm': () => by(other),
    'a mandate that calls itself of the other algorithm': async () => byHand(other.alg, session?.key ?? gateway.privateKey),
    'an unsigned mandate': async () => byHand('none', null),
    'a share of a mandate for other requests': () =>
      changed({
        digest: undefined,
        callers: [caller],
        shares: [{ digest: digestOf(`${body} `), caller: 0, record: null, operation: null, token: null }],
      }),
    'a share of a mandate that nobody has shown': async () => shareOf({ id: newId(), place: 1 }),
  };
}

const digestOf = (body: string): string => requestDigest('POST', '/graphql', body);

/** As the key would sign, whatever the header says of it. */
function signature(text: string, key: ServiceKey['privateKey'] | KeyObject | null): string {
  if (key === null) return '';
  if (key instanceof KeyObject) return createHmac('sha256', key).update(text).digest('base64url');
  return sign(null, Buffer.from(text), createPrivateKey({ key: { ...key }, format: 'jwk' })).toString('base64url');
}
