import type { Caller } from '@chancery/domain';
import { createIdentity, type ServiceIdentity } from '@chancery/trust';
import { SignJWT } from 'jose';

const now = (): number => Math.floor(Date.now() / 1_000);
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What can be wrong with a mandate. */
export const mandateFaults = [
  'garbage',
  'an expired mandate',
  'a mandate of tomorrow',
  'a mandate for another service',
  'a mandate of an unknown service',
  'a mandate of another type',
  'a forged mandate',
  'an unsigned mandate',
] as const;

/** Headers `authorization` that no service takes for a mandate of the gateway, by what is wrong with them. */
export function badMandates(
  gateway: ServiceIdentity,
  caller: Caller,
  audience: string,
): Readonly<Record<(typeof mandateFaults)[number], () => Promise<string>>> {
  const signed = async (head: object, issuedAt = now(), key = gateway.privateKey, to = audience): Promise<string> => {
    const jwt = new SignJWT({ caller, record: null, operation: null })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'gateway', typ: 'mandate+jwt', ...head })
      .setIssuer('gateway')
      .setAudience(to)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + 30);
    return `Mandate ${await jwt.sign(key)}`;
  };
  const unsigned = `${part({ alg: 'none', kid: 'gateway', typ: 'mandate+jwt' })}.${part({ iss: 'gateway', aud: audience, iat: now(), exp: now() + 30 })}.`;
  return {
    garbage: async () => 'Mandate garbage',
    'an expired mandate': () => signed({}, now() - 600),
    'a mandate of tomorrow': () => signed({}, now() + 86_400),
    'a mandate for another service': () => signed({}, now(), gateway.privateKey, audience === 'audit' ? 'directory' : 'audit'),
    'a mandate of an unknown service': () => signed({ kid: 'nobody' }),
    'a mandate of another type': () => signed({ typ: 'JWT' }),
    'a forged mandate': async () => signed({}, now(), (await createIdentity('gateway', 'gateway')).identity.privateKey),
    'an unsigned mandate': async () => `Mandate ${unsigned}`,
  };
}
