import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstitutionCode, parseKind } from './ids.ts';
import {
  asksApproval,
  deadlineForDelivery,
  deadlineForExecuting,
  deadlineForRegistering,
  firstRegulation,
  lastDeadlineForDelivery,
  mayTravel,
  numberIn,
  type RegulationInForce,
  regulationAt,
  retentionOf,
  signatoriesOf,
} from './regulationInForce.ts';

const codes = ['JUS', 'FIN', 'US01', 'US02'].map(parseInstitutionCode);
const kindNames = ['LegalOpinion', 'CourtRuling', 'CourtOrder'].map(parseKind);
const [jus, fin, us01] = codes as [(typeof codes)[0], (typeof codes)[0], (typeof codes)[0]];
const [opinion, ruling, order] = kindNames as [(typeof kindNames)[0], (typeof kindNames)[0], (typeof kindNames)[0]];
const ways = fc.record({ kind: fc.constantFrom(...kindNames), from: fc.constantFrom(...codes), to: fc.constantFrom(...codes) });
const routes = fc.array(
  fc.record({
    from: fc.constantFrom('*', 'US*', ...codes),
    to: fc.constantFrom('*', 'US*', ...codes),
    kinds: fc.array(fc.constantFrom('*', 'Court*', ...kindNames), { minLength: 1, maxLength: 3 }),
    open: fc.boolean(),
  }),
  { maxLength: 6 },
);

describe('a document travels', () => {
  it('everywhere before anything else was agreed on', () => {
    fc.assert(
      fc.property(ways, (way) => {
        expect(mayTravel(firstRegulation, way)).toBe(true);
      }),
    );
  });

  it('nowhere where no row is for it', () => {
    expect(mayTravel({ routes: [] }, { kind: opinion, from: jus, to: fin })).toBe(false);
    expect(mayTravel({ routes: [{ from: 'US*', to: '*', kinds: ['*'], open: true }] }, { kind: opinion, from: jus, to: fin })).toBe(false);
  });

  it('as the first row says that is for it, whatever follows', () => {
    const closed = { from: 'JUS', to: 'US*', kinds: ['Court*'], open: false };
    const rules = { routes: [closed, ...firstRegulation.routes] };
    expect(mayTravel(rules, { kind: ruling, from: jus, to: us01 })).toBe(false);
    expect(mayTravel(rules, { kind: order, from: jus, to: us01 })).toBe(false);
    expect(mayTravel(rules, { kind: opinion, from: jus, to: us01 })).toBe(true);
    expect(mayTravel(rules, { kind: ruling, from: us01, to: jus })).toBe(true);
    fc.assert(
      fc.property(routes, ways, fc.boolean(), (others, way, open) => {
        const first = { from: '*', to: '*', kinds: ['*'], open };
        expect(mayTravel({ routes: [first, ...others] }, way)).toBe(open);
      }),
    );
  });

  it('never further because a row was put behind the others, where one of them is for it', () => {
    fc.assert(
      fc.property(routes, routes, ways, (before, added, way) => {
        if (mayTravel({ routes: before }, way)) expect(mayTravel({ routes: [...before, ...added] }, way)).toBe(true);
      }),
    );
  });
});

describe('a kind', () => {
  it('is signed by one and not approved, unless a row says otherwise', () => {
    const rules = {
      signatories: [
        { kind: 'CourtRuling', count: 3 },
        { kind: 'Court*', count: 2 },
      ],
      approvals: ['Court*'],
    };
    expect([opinion, ruling, order].map((kind) => signatoriesOf(rules, kind))).toEqual([1, 3, 2]);
    expect([opinion, ruling, order].map((kind) => asksApproval(rules, kind))).toEqual([false, true, true]);
    expect(asksApproval({ approvals: ['*'] }, opinion)).toBe(true);
  });

  it('is kept as the first row says that is for it, and there always is one', () => {
    const { retention } = firstRegulation;
    const own = { kind: 'CourtRuling', schedule: 'JUS-01', years: 75, trigger: 'FILED', disposition: 'TRANSFER' } as const;
    expect(retentionOf({ retention: [own, ...retention] }, ruling)).toEqual(own);
    expect(retentionOf({ retention: [own, ...retention] }, opinion)).toEqual(retention[0]);
  });
});

describe('a deadline', () => {
  it('lies as far ahead as the regulation says', () => {
    const now = new Date('2026-03-01T10:00:00Z');
    const rules = { deadlines: { registerDays: 3, executeDays: 10, deliveryHours: 2, longestDeliveryHours: 48 } };
    expect(deadlineForRegistering(rules, now)).toEqual(new Date('2026-03-04T10:00:00Z'));
    expect(deadlineForExecuting(rules, now)).toEqual(new Date('2026-03-11T10:00:00Z'));
    expect(deadlineForDelivery(rules, now)).toEqual(new Date('2026-03-01T12:00:00Z'));
    expect(lastDeadlineForDelivery(rules, now)).toEqual(new Date('2026-03-03T10:00:00Z'));
  });
});

describe('a number', () => {
  const register = { institution: jus, direction: 'OUTGOING', kind: ruling, year: 2026 } as const;
  const numbering = [
    { institution: 'JUS', direction: 'OUTGOING', kind: 'Court*', pattern: '{kind}/{year}/{number}' },
    { institution: '*', direction: 'INCOMING', kind: '*', pattern: 'IN {year}-{number:3}' },
  ] as const;

  it('follows the first pattern for its register and kind, and the usual one without', () => {
    expect(numberIn({ numbering }, register, 7)).toBe('CourtRuling/2026/7');
    expect(numberIn({ numbering }, { ...register, direction: 'INCOMING' }, 7)).toBe('IN 2026-007');
    expect(numberIn({ numbering }, { ...register, kind: opinion }, 7)).toBe('JUS-2026/000007');
    expect(numberIn({ numbering }, { ...register, institution: fin }, 7)).toBe('FIN-2026/000007');
  });
});

describe('the regulation in force', () => {
  const version = (number: number, effectiveFrom: string): RegulationInForce => ({ ...firstRegulation, version: number, effectiveFrom });
  const at = (moment: string, ...versions: RegulationInForce[]) => regulationAt(versions, new Date(moment)).version;

  it('is the last to have taken effect, and of two at once the higher', () => {
    const [second, third, fourth] = [
      version(2, '2026-06-01T00:00:00.000Z'),
      version(3, '2026-03-01T00:00:00.000Z'),
      version(4, '2026-06-01T00:00:00.000Z'),
    ];
    expect(at('2026-01-01T00:00:00Z', second, third, fourth)).toBe(0);
    expect(at('2026-03-01T00:00:00Z', second, third, fourth)).toBe(3);
    expect(at('2026-06-01T00:00:00Z', second, third)).toBe(2);
    expect(at('2026-06-01T00:00:00Z', fourth, second, third)).toBe(4);
  });

  it('does not depend on the order in which versions are told', () => {
    const moments = fc.integer({ min: 0, max: 5 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString());
    const versions = fc.array(moments, { maxLength: 6 }).map((all) => all.map((moment, index) => version(index + 1, moment)));
    fc.assert(
      fc.property(versions, fc.integer({ min: 0, max: 6 }), (all, day) => {
        const now = new Date(Date.UTC(2026, 0, 1 + day));
        expect(regulationAt(all.toReversed(), now)).toEqual(regulationAt(all, now));
      }),
    );
  });
});
