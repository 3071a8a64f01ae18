import { describe, expect, it } from 'vitest';
import {
  askerOf,
  begun,
  entries,
  errand,
  exchange,
  gateway,
  guardedJustice,
  isKnown,
  newSession,
  offer,
  registry,
  take,
} from '../tests/kit/mandateSessions.ts';
import { createIdentity } from './identity.ts';
import { issueMandateUnder } from './mandate.ts';

guardedJustice();

describe('a session', () => {
  it('serves the next mandates of its issuer once it was taken', () => {
    const session = begun();

    expect([isKnown(session), isKnown(session)]).toEqual([true, true]);
    expect(take(issueMandateUnder(session, gateway, errand()), askerOf(gateway))).toEqual({
      mandate: { issuer: 'gateway', role: 'gateway', audience: 'justice', caller: null, record: null, operation: null, token: null },
      session: null,
    });
  });

  it('is taken again by all mandates that offered it at the same time', () => {
    const session = begun();

    expect(offer(session).session).toBe(session.id);
  });

  it('is not changed by who offers another key, or another certificate, for its id', () => {
    const session = begun();
    const other = newSession(session.id);

    expect(offer(other).session).toBeNull();
    expect(offer(session, gateway, askerOf(gateway, 'another')).session).toBeNull();
    expect([isKnown(session), isKnown(other), isKnown(session, gateway, askerOf(gateway, 'another'))]).toEqual([true, false, false]);
  });

  it('is not told of again under another key of its issuer', async () => {
    const next = await createIdentity('gateway', 'gateway');
    registry.replace([{ ...entries[0], otherKey: next.publicKey }]);
    const session = begun();

    expect(offer(session, next.identity).session).toBeNull();
  });

  it('is of one issuer: an id that two of them use means two sessions', () => {
    const ours = begun();
    const theirs = newSession(ours.id);

    expect(offer(theirs, exchange).session).toBe(ours.id);
    expect([isKnown(ours), isKnown(theirs, exchange)]).toEqual([true, true]);
    expect([isKnown(theirs), isKnown(ours, exchange)]).toEqual([false, false]);
  });

  it('serves nobody over the connection of another service, nor under another certificate', () => {
    const session = begun();

    expect(isKnown(session, gateway, askerOf(exchange))).toBe(false);
    expect(isKnown(session, exchange, askerOf(exchange))).toBe(false);
    expect(isKnown(session, exchange, askerOf(gateway))).toBe(false);
    expect(isKnown(session, gateway, askerOf(gateway, 'renewed'))).toBe(false);
    expect(isKnown(session)).toBe(true);
  });

  it('is not taken from who has too many, and nobody loses one', () => {
    const theirs = begun(exchange);
    const ours = Array.from({ length: 100 }, () => begun());

    const oneMore = newSession();
    expect(offer(oneMore).session).toBeNull();
    expect(isKnown(oneMore)).toBe(false);
    expect(ours.every((session) => isKnown(session))).toBe(true);
    expect(isKnown(theirs, exchange)).toBe(true);
    expect(offer(newSession(), exchange).session).not.toBeNull();
  });
});
