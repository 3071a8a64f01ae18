import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { needsFourEyes } from './appointment.ts';
import { type Duty, duties } from './caller.ts';
import { type DelegationWish, endOf, isOver, longestDelegationDays, planDelegation } from './delegation.ts';
import { Refusal } from './errors.ts';
import { type OfficialId, parseInstitutionCode, parseOfficialId } from './ids.ts';
import { isWithin, overlap, type Period } from './period.ts';
import { dutiesAt, holdsHimself, type Tenure, type TenuresOf } from './tenure.ts';

const jus = parseInstitutionCode('JUS');
const fin = parseInstitutionCode('FIN');
const signatory = parseOfficialId('JUS:signatory');
const deputy = parseOfficialId('FIN:deputy');
const third = parseOfficialId('JUS:third');
const people = [signatory, deputy, third];
const day = 86_400_000;
const now = new Date('2026-03-01T09:00:00Z');
const at = (days: number) => new Date(now.getTime() + days * day);

const held: Tenure = { duty: 'SIGNATORY', institution: jus, from: at(-100), to: null, delegatedBy: null };
const tenures =
  (all: Readonly<Record<string, readonly Tenure[]>>): TenuresOf =>
  (official) =>
    all[official] ?? [];
const wish: DelegationWish = { by: signatory, to: deputy, duty: 'SIGNATORY', institution: jus, from: null, until: at(7) };
const refusal = (change: Partial<DelegationWish>, all: Readonly<Record<string, readonly Tenure[]>> = { [signatory]: [held] }) => {
  try {
    planDelegation({ ...wish, ...change }, tenures(all), now);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.clause}`;
    throw error;
  }
};

describe('a delegation', () => {
  it('begins at once and ends when it was said to', () => {
    expect(planDelegation(wish, tenures({ [signatory]: [held] }), now)).toEqual({ from: now, to: at(7) });
    expect(refusal({ until: at(90) })).toBeNull();
  });

  it.each<[string, Partial<DelegationWish>, Readonly<Record<string, readonly Tenure[]>> | undefined, string]>([
    ['to oneself', { to: signatory }, undefined, 'DELEGATION_TO_SELF 2.5.1'],
    ['of a duty that takes two to give', { duty: 'SECURITY_OFFICER' }, undefined, 'DUTY_NOT_DELEGABLE 2.6.2'],
    ['that ends before it begins', { from: at(3), until: at(2) }, undefined, 'PERIOD_INVALID 1.7'],
    ['that ends when it begins', { from: at(3), until: at(3) }, undefined, 'PERIOD_INVALID 1.7'],
    ['from yesterday', { from: at(-1) }, undefined, 'PERIOD_INVALID 1.7'],
    ['for more than 90 days', { until: new Date(at(90).getTime() + 1) }, undefined, 'DELEGATION_TOO_LONG 2.5.1'],
    ['of a duty that is not held', { duty: 'CLERK' }, undefined, 'DUTY_NOT_HELD 2.5.1'],
    ['of a duty held elsewhere', { institution: fin }, undefined, 'DUTY_NOT_HELD 2.5.1'],
    ['of a duty that ended', {}, { [signatory]: [{ ...held, to: at(-1) }] }, 'DUTY_NOT_HELD 2.5.1'],
    ['from after the duty', { from: at(3) }, { [signatory]: [{ ...held, to: at(2) }] }, 'DUTY_NOT_HELD 2.5.1'],
    ['of a delegated duty', {}, { [signatory]: [{ ...held, delegatedBy: third, to: at(9) }], [third]: [held] }, 'DUTY_IS_DELEGATED 2.5.2'],
    ['to one who holds it', {}, { [signatory]: [held], [deputy]: [{ ...held, from: at(3) }] }, 'DUTY_ALREADY_HELD 2.5.1'],
    [
      'to one who stands in already',
      {},
      { [signatory]: [held], [third]: [held], [deputy]: [{ ...held, delegatedBy: third, to: at(1) }] },
      'DELEGATION_OVERLAPS 2.5.1',
    ],
    [
      'that meets one still to come',
      {},
      { [signatory]: [held], [deputy]: [{ ...held, delegatedBy: third, from: at(6), to: at(8) }] },
      'DELEGATION_OVERLAPS 2.5.1',
    ],
  ])('%s is refused', (_, change, all, expected) => {
    expect(refusal(change, all)).toBe(expected);
  });

  it('does not come back with a duty that is granted again', () => {
    const given = { ...held, delegatedBy: signatory, from: now, to: at(30) };
    const sources = (...all: readonly Tenure[]) => dutiesAt([given], jus, at(5), tenures({ [signatory]: all }));
    expect(sources(held)).toEqual({ duties: ['SIGNATORY'], delegatedBy: [{ duty: 'SIGNATORY', by: signatory }] });
    expect(sources({ ...held, to: at(3) }, { ...held, from: at(4) })).toEqual({ duties: [] });
  });

  it('may follow one whose source has ended, and one that is over', () => {
    const stale = { ...held, delegatedBy: third, to: at(30) };
    expect(refusal({}, { [signatory]: [held], [deputy]: [stale] })).toBeNull();
    expect(refusal({}, { [signatory]: [held], [third]: [held], [deputy]: [{ ...stale, to: at(-1) }] })).toBeNull();
  });
});

const moments = fc.integer({ min: -40, max: 200 }).map(at);
const periods = fc.tuple(moments, fc.option(moments)).map(([from, to]): Period => ({ from, to: to !== null && to < from ? from : to }));
const someDuty = fc.constantFrom<Duty>(...duties);
const tenure = fc.record({
  duty: fc.constantFrom<Duty>('SIGNATORY', 'CLERK'),
  institution: fc.constantFrom(jus, fin),
  period: periods,
  delegatedBy: fc.option(fc.constantFrom(...people)),
});
const directories = fc
  .dictionary(
    fc.constantFrom<string>(...people),
    fc.array(
      tenure.map(({ period, ...rest }): Tenure => ({ ...rest, ...period })),
      { maxLength: 4 },
    ),
  )
  .map(tenures);
const wishes = fc.record({
  by: fc.constantFrom(...people),
  to: fc.constantFrom(...people),
  duty: fc.oneof(fc.constant<Duty>('SIGNATORY'), someDuty),
  institution: fc.constantFrom(jus, fin),
  from: fc.option(moments),
  until: moments,
});

describe('whatever the directory holds', () => {
  it('periods that overlap have a moment in common, and others have none', () => {
    fc.assert(
      fc.property(periods, periods, (one, other) => {
        const common = [one.from, other.from].some((moment) => isWithin(one, moment) && isWithin(other, moment));
        expect(overlap(one, other)).toBe(common);
        expect(overlap(other, one)).toBe(common);
      }),
    );
  });

  it('a delegation that is given lasts 90 days at most, is another’s own duty, and is given to nobody twice', () => {
    let given = 0;
    fc.assert(
      fc.property(directories, wishes, fc.boolean(), (others, asked, isHeld) => {
        const own: Tenure = { ...held, duty: asked.duty, institution: asked.institution };
        const tenuresOf = isHeld ? withTenure(others, asked.by, own) : others;
        const period = planned(asked, tenuresOf);
        if (period === null) return;
        given += 1;
        expect(asked.by).not.toBe(asked.to);
        expect(needsFourEyes(asked.duty)).toBe(false);
        expect(period.from >= now && period.to > period.from).toBe(true);
        expect(period.to.getTime() - period.from.getTime()).toBeLessThanOrEqual(longestDelegationDays * day);
        expect(holdsHimself(tenuresOf(asked.by), asked, now)).toBe(true);
        // Once it is on record, the same cannot be given again.
        const recorded: Tenure = { ...asked, ...period, delegatedBy: asked.by };
        expect(planned(asked, withTenure(tenuresOf, asked.to, recorded))).toBeNull();
      }),
      { numRuns: 2_000 },
    );
    expect(given).toBeGreaterThan(20);
  });

  it('a delegated duty counts exactly while it lasts and its source is held by the delegator himself', () => {
    fc.assert(
      fc.property(directories, fc.constantFrom(...people), fc.constantFrom(jus, fin), moments, (tenuresOf, who, institution, moment) => {
        const { duties: counted, delegatedBy = [] } = dutiesAt(tenuresOf(who), institution, moment, tenuresOf);
        for (const duty of duties) {
          const own = holdsHimself(tenuresOf(who), { duty, institution }, moment);
          const live = tenuresOf(who).flatMap((each) => {
            if (each.duty !== duty || each.institution !== institution || each.delegatedBy === null || !isWithin(each, moment)) return [];
            const source = tenuresOf(each.delegatedBy).find(
              (one) =>
                one.delegatedBy === null &&
                one.duty === duty &&
                one.institution === institution &&
                one.from <= each.from &&
                isWithin(one, moment),
            );
            return source === undefined ? [] : [each.delegatedBy];
          });
          expect(counted.filter((each) => each === duty)).toHaveLength(own || live.length > 0 ? 1 : 0);
          expect(delegatedBy.filter((each) => each.duty === duty).map(({ by }) => by)).toEqual(own ? [] : live);
        }
      }),
    );
  });

  it('what is ended by word counts no more from that moment on', () => {
    fc.assert(
      fc.property(periods, moments, moments, (period, word, later) => {
        const ended = { ...period, to: endOf(period, word) };
        if (later >= word) expect(isWithin(ended, later)).toBe(false);
        expect(ended.to >= ended.from).toBe(true);
        expect(isOver(ended, word)).toBe(true);
        if (isWithin(period, word) && period.to !== null) expect(isOver({ ...period, to: period.to }, word)).toBe(false);
      }),
    );
  });
});

function planned(asked: DelegationWish, tenuresOf: TenuresOf) {
  try {
    return planDelegation(asked, tenuresOf, now);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

const withTenure =
  (tenuresOf: TenuresOf, whose: OfficialId, tenure: Tenure): TenuresOf =>
  (official) =>
    official === whose ? [...tenuresOf(official), tenure] : tenuresOf(official);
