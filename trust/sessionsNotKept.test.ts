import { describe, expect, it, vi } from 'vitest';
import {
  askerOf,
  begun,
  errand,
  exchange,
  forged,
  gateway,
  guardedJustice,
  isKnown,
  newSession,
  refusal,
  take,
} from '../tests/kit/mandateSessions.ts';
import { issueMandate } from './mandate.ts';
import { newId } from './newId.ts';
import { requestDigest } from './requestDigest.ts';
import type { SessionKey } from './sessionKey.ts';

guardedJustice();

describe('a session is not kept', () => {
  it.each<[string, (session: SessionKey) => void]>([
    [
      'of a mandate that is used again',
      (session) => {
        vi.useFakeTimers({ now: Date.now(), toFake: ['Date', 'performance'] });
        for (let other = 0; other < 100; other++) begun();
        vi.advanceTimersByTime(290_000);
        const jws = issueMandate(gateway, errand(), session);
        expect(take(jws, askerOf(gateway)).session).toBeNull();
        // By now there would be room for it.
        vi.advanceTimersByTime(15_000);
        expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
      },
    ],
    [
      'of a mandate for another request',
      (session) => {
        const jws = issueMandate(gateway, errand({ digest: requestDigest('POST', '/rebuild') }), session);
        expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
      },
    ],
    [
      'of a mandate for an earlier run',
      (session) => expect(() => take(issueMandate(gateway, errand({ nonce: newId() }), session), askerOf(gateway))).toThrow(refusal),
    ],
    [
      'of a mandate that another service shows',
      (session) => expect(() => take(issueMandate(gateway, errand(), session), askerOf(exchange))).toThrow(refusal),
    ],
    [
      'of a mandate for another service',
      (session) => expect(() => take(issueMandate(gateway, errand({ audience: 'finance' }), session), askerOf(gateway))).toThrow(refusal),
    ],
    [
      'of a mandate that somebody else signed',
      (session) => expect(() => take(issueMandate({ ...exchange, name: 'gateway' }, errand(), session), askerOf(gateway))).toThrow(refusal),
    ],
  ])('%s', (_, present) => {
    const session = newSession();
    present(session);

    expect([isKnown(session), isKnown(session, exchange)]).toEqual([false, false]);
  });

  it('of a mandate under a session: only a signature begins one', async () => {
    const first = begun();
    const session = newSession();
    const claim = { id: session.id, key: session.key.export().toString('base64url') };
    const jws = await forged({ kid: first.id }, first.key, { session: claim });

    expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
    expect(isKnown(session)).toBe(false);
  });

  it.each([
    ['with a short key', { id: newId(), key: 'AAAA' }],
    ['with a long key', { id: newId(), key: 'A'.repeat(86) }],
    ['with a key that is no base64url', { id: newId(), key: `${'='.repeat(42)}A` }],
    ['without a key', { id: newId() }],
    ['without an id', { key: 'A'.repeat(43) }],
    ['whose id is no ULID', { id: 'x'.repeat(26), key: 'A'.repeat(43) }],
    ['whose id would end a line of the answer', { id: `${newId().slice(2)}\r\n`, key: 'A'.repeat(43) }],
    ['that is a text', 'session'],
  ])('%s: the mandate is refused', async (_, session) => {
    const jws = await forged({ alg: 'EdDSA', kid: 'gateway' }, gateway.privateKey, { session });

    expect(() => take(jws, askerOf(gateway))).toThrow(refusal);
  });
});
