import type { Caller } from '@chancery/domain';
import { createIdentity, newId, requestDigest, type ServiceKey } from '@chancery/trust';
import { SignJWT } from 'jose';

const now = (): number => Math.floor(Date.now() / 1_000);
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What can be wrong with a mandate. */
export const mandateFaults = [
  'garbage',
  'an expired mandate',
  'a mandate of tomorrow',
  'a mandate for another service',
  'a mandate for another operation',
  'a mandate for another path',
  'a mandate for an earlier run of the service',
  'a mandate without an id',
  'a mandate of an unknown service',
  'a mandate of another type',
  'a forged mandate',
  'an unsigned mandate',
] as const;

/** Headers `authorization` that no service takes for a mandate of the gateway for a request, by what is wrong with them. */
export function badMandates(
  gateway: ServiceKey,
  caller: Caller,
  { service, body, nonce }: { readonly service: string; readonly body: string; readonly nonce: string },
): Readonly<Record<(typeof mandateFaults)[number], () => Promise<string>>> {
  const digest = requestDigest('POST', '/graphql', body);
  const claims = { caller, record: null, operation: null, token: null, digest, nonce };
  const signed = async (head: object, issuedAt = now(), key = gateway.privateKey, change: object = {}): Promise<string> => {
    const jwt = new SignJWT({ iss: 'gateway', aud: service, jti: newId(), ...claims, ...change })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'gateway', typ: 'mandate+jwt', ...head })
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + 30);
    return `Mandate ${await jwt.sign(key)}`;
  };
  const changed = (change: object) => signed({}, now(), gateway.privateKey, change);
  const unsigned = `${part({ alg: 'none', kid: 'gateway', typ: 'mandate+jwt' })}.${part({ iss: 'gateway', aud: service, iat: now(), exp: now() + 30, jti: newId(), ...claims })}.`;
  return {
    garbage: async () => 'Mandate garbage',
    'an expired mandate': () => signed({}, now() - 600),
    'a mandate of tomorrow': () => signed({}, now() + 86_400),
    'a mandate for another service': () => changed({ aud: service === 'audit' ? 'directory' : 'audit' }),
    'a mandate for another operation': () => changed({ digest: requestDigest('POST', '/graphql', `${body} `) }),
    'a mandate for another path': () => changed({ digest: requestDigest('POST', '/rebuild', body) }),
    'a mandate for an earlier run of the service': () => changed({ nonce: newId() }),
    'a mandate without an id': () => changed({ jti: undefined }),
    'a mandate of an unknown service': () => signed({ kid: 'nobody' }),
    'a mandate of another type': () => signed({ typ: 'JWT' }),
    'a forged mandate': async () => signed({}, now(), (await createIdentity('gateway', 'gateway')).identity.privateKey),
    'an unsigned mandate': async () => `Mandate ${unsigned}`,
  };
}
