import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  askerOf,
  begun,
  digest,
  entries,
  errand,
  exchange,
  forged,
  gateway,
  guard,
  guardedJustice,
  newSession,
  refusal,
  secretOf,
  take,
} from '../tests/kit/mandateSessions.ts';
import { issueMandate, issueMandateUnder } from './mandate.ts';
import type { SessionKey } from './sessionKey.ts';

guardedJustice();

describe('keys are not confused', () => {
  const publicBytes = () => Buffer.from(String(entries[0].publicKey.x), 'base64url');

  it.each<[string, () => Promise<string>]>([
    ['HMAC with the bytes of the public key, under the service’s name', () => forged({ kid: 'gateway' }, publicBytes())],
    ['HMAC with the text of the public key', () => forged({ kid: 'gateway' }, Buffer.from(String(entries[0].publicKey.x)))],
    ['HMAC with the public key, under a session’s id', () => forged({ kid: begun().id }, publicBytes())],
    ['HMAC with the right key under the service’s name', () => forged({ kid: 'gateway' }, begun().key)],
    ['a signature under a session’s id', () => forged({ alg: 'EdDSA', kid: begun().id }, gateway.privateKey)],
    ['a session’s code that calls itself a signature', async () => misnamed(begun())],
    ['a signature that calls itself a session’s code', async () => misnamed(null)],
    [
      'a longer HMAC with the right key',
      async () => forged({ alg: 'HS512', kid: begun().id }, Buffer.concat([secretOf(begun()), secretOf(begun())])),
    ],
    ['the session of another issuer', async () => forged({ kid: begun(exchange).id }, secretOf(begun(exchange)))],
    ['a session under the name of another issuer', () => forgedUnder(begun(), { iss: 'exchange' })],
    ['a session that never was', () => forgedUnder(newSession())],
    ['another session’s key', () => forged({ kid: begun().id }, secretOf(begun()))],
    ['half of a code', async () => issueMandateUnder(begun(), gateway, errand()).slice(0, -20)],
    ['no code', async () => `${issueMandateUnder(begun(), gateway, errand()).split('.').slice(0, 2).join('.')}.`],
  ])('%s', async (_, make) => {
    const jws = await make();

    expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
  });

  const forgedUnder = ({ id, key }: SessionKey, change: object = {}) => forged({ kid: id }, key, change);
});

it('shows its key in no text', () => {
  const session = newSession();
  const secret = secretOf(session);
  const asker = askerOf(gateway);
  const signed = guard.read(`Mandate ${issueMandate(gateway, errand(), session)}`, asker);
  const admitted = guard.admit(signed, digest, asker);

  const told = [signed, admitted, session, guard].map(
    (value) => `${inspect(value, { depth: 9, showHidden: true })}${JSON.stringify(value)}`,
  );
  for (const encoding of ['base64url', 'base64', 'hex', 'latin1'] as const) expect(told.join()).not.toContain(secret.toString(encoding));
  expect(Object.keys(admitted.mandate)).not.toContain('session');
});

/** Right in all but the word for how it was written. */
function misnamed(session: SessionKey | null): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const right = session === null ? issueMandate(gateway, errand()) : issueMandateUnder(session, gateway, errand());
  const header = { typ: 'mandate+jwt', kid: session?.id ?? 'gateway', alg: session === null ? 'HS256' : 'EdDSA' };
  const signed = `${part(header)}.${right.split('.')[1]}`;
  const signature =
    session === null
      ? sign(null, Buffer.from(signed), createPrivateKey({ key: { ...gateway.privateKey }, format: 'jwk' }))
      : createHmac('sha256', session.key).update(signed).digest();
  return `${signed}.${signature.toString('base64url')}`;
}
