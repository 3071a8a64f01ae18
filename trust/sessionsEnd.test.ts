import { describe, expect, it, vi } from 'vitest';
import {
  askerOf,
  begun,
  entries,
  errand,
  exchange,
  gateway,
  guard,
  guardedJustice,
  isKnown,
  newSession,
  offer,
  refusal,
  registry,
  take,
} from '../tests/kit/mandateSessions.ts';
import { createIdentity } from './identity.ts';
import { issueMandateUnder } from './mandate.ts';
import { MandateGuard } from './mandateGuard.ts';

guardedJustice();

describe('a session', () => {
  it('ends after five minutes, and being offered again does not prolong it', () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date', 'performance'] });
    const session = begun();

    vi.advanceTimersByTime(299_000);
    expect(offer(session).session).toBe(session.id);
    expect(isKnown(session)).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(isKnown(session)).toBe(false);
  });

  it('does not live longer because a clock was set back', () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date', 'performance'] });
    const session = begun();

    vi.advanceTimersByTime(300_000);
    vi.setSystemTime(Date.now() - 300_000);
    expect(isKnown(session)).toBe(false);
  });

  it('ends with the process that took it', () => {
    const session = begun();
    const next = new MandateGuard(registry, 'justice');

    for (const nonce of [guard.nonce, next.nonce]) {
      const jws = issueMandateUnder(session, gateway, errand({ nonce }));
      expect(() => take(jws, askerOf(gateway), next)).toThrow(refusal);
    }
  });

  it('ends when the registry no longer names the key that signed for it', async () => {
    const next = await createIdentity('gateway', 'gateway');
    const [entry, other] = entries;
    const [earlier, theirs] = [begun(), begun(exchange)];

    registry.replace([{ ...entry, otherKey: next.publicKey }, other]);
    const later = newSession();
    offer(later, next.identity);
    expect([isKnown(earlier), isKnown(later)]).toEqual([true, true]);

    registry.replace([
      { ...entry, publicKey: { ...next.publicKey } },
      { ...other, publicKey: { ...other.publicKey } },
    ]);
    expect([isKnown(earlier), isKnown(later), isKnown(theirs, exchange)]).toEqual([false, true, true]);
  });

  it('ends when the registry no longer names its service', () => {
    const session = begun();

    registry.replace([entries[1]]);
    expect(isKnown(session)).toBe(false);
  });
});

it('has room for other sessions as soon as some have ended', () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date', 'performance'] });
  for (let other = 0; other < 100; other++) begun();

  vi.advanceTimersByTime(299_999);
  expect(offer(newSession()).session).toBeNull();
  vi.advanceTimersByTime(1);
  for (let other = 0; other < 100; other++) begun();
  expect(offer(newSession()).session).toBeNull();
});
