import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  askerOf,
  begun,
  entries,
  errand,
  exchange,
  forged,
  gateway,
  guard,
  guardedJustice,
  newSession,
  refusal,
  registry,
  secretOf,
} from '../tests/kit/mandateSessions.ts';
import { type Errand, issueSharedMandate, mostShares } from './mandate.ts';
import { type Admitted, type Asker, shareOf } from './mandateGuard.ts';
import { newId } from './newId.ts';
import { requestDigest } from './requestDigest.ts';
import type { SessionKey } from './sessionKey.ts';

guardedJustice();

const clerk = {
  official: parseOfficialId('JUS:o.petrenko'),
  institution: parseInstitutionCode('JUS'),
  duties: ['CLERK'],
  clearance: false,
} as const;
const auditor = {
  ...clerk,
  official: parseOfficialId('FIN:a.shevchenko'),
  institution: parseInstitutionCode('FIN'),
  duties: ['AUDITOR'],
} as const;

/** Three requests: of two officials, and of the service itself. */
const requests = (): readonly [Errand, Errand, Errand] => [
  errand({ digest: digestOf(0), caller: clerk, record: newId(), operation: 'Inbox' }),
  errand({ digest: digestOf(1), caller: auditor, record: newId(), operation: 'Trail' }),
  errand({ digest: digestOf(2), operation: 'Changes' }),
];
const digestOf = (at: number): string => requestDigest('POST', '/graphql', `question ${at}`);

interface Shown {
  readonly session?: SessionKey;
  readonly by?: Pick<typeof gateway, 'name'>;
  readonly change?: Partial<Errand>;
}

/** Written for all of them; each of the texts is one request's header `authorization`. */
function written({ session = begun(), by = gateway, change = {} }: Shown = {}, all: readonly Errand[] = requests()): readonly string[] {
  const { id, jws } = issueSharedMandate(session, by, errand(change), all);
  return all.map((_, place) => (place === 0 ? `Mandate ${jws}` : shareOf({ id, place })));
}

const use = (authorization: string | undefined, place: number, asker: Asker = askerOf(gateway)): Admitted =>
  guard.admit(guard.read(authorization, asker), digestOf(place), asker);

describe('a mandate that requests share', () => {
  it('says of each what one of its own would', () => {
    const all = requests();
    const shares = written({}, all).map((share, place) => use(share, place));

    expect(shares.map(({ mandate }) => mandate)).toEqual(
      all.map(({ audience, caller, record, operation, token }) => ({
        issuer: 'gateway',
        role: 'gateway',
        audience,
        caller,
        record,
        operation,
        token,
      })),
    );
    expect(shares.map(({ session }) => session)).toEqual([null, null, null]);
  });

  it('is for as many as it says, and no more', () => {
    const many = Array.from({ length: mostShares }, (_, at) => errand({ digest: digestOf(at) }));
    expect(written({}, many).map((share, place) => use(share, place).mandate.issuer)).toEqual(many.map(() => 'gateway'));

    expect(() => use(written({}, [...many, errand()])[0], 0)).toThrow(refusal);
  });

  it('serves each request once, and only after the first of them, whatever comes in whichever order', () => {
    const session = begun();
    const tried = fc.record({ share: fc.nat(2), place: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(tried, { maxLength: 12 }), (tries) => {
        const shares = written({ session });
        const gone = new Set<number>();
        for (const { share, place } of tries) {
          // Shown, each is gone, also where it was for another request.
          const isThere = !gone.has(share) && (share === 0 || gone.has(0));
          if (isThere) gone.add(share);
          if (isThere && share === place) expect(use(shares[share], place).mandate.issuer).toBe('gateway');
          else expect(() => use(shares[share], place)).toThrow(refusal);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is not had again by showing it again: neither it nor what was left of it', () => {
    const [first, second, third] = written();
    use(first, 0);
    use(second, 1);

    expect(() => use(first, 0)).toThrow(refusal);
    expect(() => use(second, 1)).toThrow(refusal);
    expect(use(third, 2).mandate.operation).toBe('Changes');
    expect(() => use(third, 2)).toThrow(refusal);
  });

  it('is used up by a request that it was not for, and by none of another connection or service', () => {
    const [first, second, third] = written();
    expect(() => use(first, 1)).toThrow(refusal);
    expect(() => use(first, 0)).toThrow(refusal);

    expect(() => use(second, 1, askerOf(gateway, 'another'))).toThrow(refusal);
    expect(() => use(second, 1, askerOf(exchange))).toThrow(refusal);
    expect(use(second, 1).mandate.caller).toEqual(auditor);
    expect(() => use(third, 1)).toThrow(refusal);
    expect(() => use(third, 2)).toThrow(refusal);
  });

  it('waits five seconds for the requests that share it', () => {
    const [first, second, third] = written();
    use(first, 0);
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now');
    try {
      clock.mockReturnValue(now + 4_900);
      expect(use(second, 1).mandate.operation).toBe('Trail');
      clock.mockReturnValue(now + 5_100);
      expect(() => use(third, 2)).toThrow(refusal);
    } finally {
      clock.mockRestore();
    }
  });

  it('is good for no longer than any other, also for the requests that it waits for', () => {
    const [first, second, third] = written();
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: now + 33_000 });
    use(first, 0);
    use(second, 1);
    vi.setSystemTime(now + 36_000);
    expect(() => use(third, 2)).toThrow(refusal);
  });

  it.each<[string, () => string | undefined]>([
    ['under a session that nobody knows', () => written({ session: newSession() })[0]],
    ['under the session of another service', () => written({ session: begun(exchange) })[0]],
    ['in the name of another service', () => written({ by: exchange })[0]],
    ['for another service', () => written({ change: { audience: 'finance' } })[0]],
    ['for another run', () => written({ change: { nonce: newId() } })[0]],
    ['for a request that nobody had announced', () => shareOf({ id: newId(), place: 1 })],
    [
      'for the first of them, which has come, as if it came again',
      () => {
        const [first, second] = written();
        use(first, 0);
        return second?.replace(/1$/, '0');
      },
    ],
    ['with a word for its place', () => `Mandate-Share ${newId()}.one`],
  ])('is refused %s', (_, make) => {
    expect(() => use(make(), 0)).toThrow(refusal);
  });

  it('ends with its issuer’s place in the registry', () => {
    const shares = written();
    registry.replace([]);

    expect(() => use(shares[0], 0)).toThrow(refusal);
  });

  it.each([
    ['has no place in the registry any more', []],
    ['has another key there', [1]],
  ])('ends for the requests that have not come when its issuer %s', (_, others) => {
    const shares = written();
    use(shares[0], 0);
    // The key of another service in place of its own.
    registry.replace(others.flatMap((at) => ({ ...entries[0], publicKey: entries[at]?.publicKey ?? entries[0].publicKey })));

    expect(() => use(shares[1], 1)).toThrow(refusal);
  });

  const share = { digest: digestOf(0), caller: 0, record: null, operation: null, token: null };
  it.each<[string, object]>([
    ['no list of shares', { shares: {} }],
    ['no share at all', { shares: [] }],
    ['a share that is none', { shares: [null] }],
    ['a share of no request', { shares: [{ ...share, digest: null }] }],
    ['a caller who is not there', { shares: [{ ...share, caller: 1 }] }],
    ['a caller by a name', { shares: [{ ...share, caller: 'length' }] }],
    ['no caller named', { shares: [{ ...share, caller: undefined }] }],
    ['no list of callers', { callers: null }],
    ['a caller with a duty that there is not', { callers: [{ ...clerk, duties: ['KING'] }] }],
  ])('is refused with %s', async (_, change) => {
    const session = begun();
    const right = { callers: [clerk], shares: [share] };
    const jws = (told: object) => forged({ kid: session.id }, secretOf(session), { ...told, digest: undefined });

    expect(use(`Mandate ${await jws(right)}`, 0).mandate.caller).toEqual(clerk);
    const bad = await jws({ ...right, ...change });
    expect(() => use(`Mandate ${bad}`, 0)).toThrow(refusal);
  });

  it('is refused where it is signed with its issuer’s own key: a signature stands for one request', async () => {
    const jws = await forged({ alg: 'EdDSA', kid: 'gateway' }, gateway.privateKey, { callers: [clerk], shares: [share] });

    expect(() => use(`Mandate ${jws}`, 0)).toThrow(refusal);
  });

  it('serves the first of its requests alone where there is no room for the others, and nothing that was announced before is lost', () => {
    const kept = written();
    use(kept[0], 0);
    const session = begun();
    for (let taken = 1; taken < 2_000; taken++) use(written({ session })[0], 0);

    const [first, second] = written({ session });
    expect(use(first, 0).mandate.operation).toBe('Inbox');
    expect(() => use(second, 1)).toThrow(refusal);
    expect(() => use(first, 0)).toThrow(refusal);
    expect(use(kept[1], 1).mandate.caller).toEqual(auditor);
  });
});
