import { firstRegulation, type RegulationRules } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import { deadlinesOf, LONGEST_MS } from './deadlines.ts';

const now = new Date('2026-03-01T10:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);

const hours = (count: number) => after(count * 3_600_000);
const rules = firstRegulation;
const strict: Pick<RegulationRules, 'deadlines'> = {
  deadlines: { registerDays: 3, executeDays: 10, deliveryHours: 2, longestDeliveryHours: 48 },
};

describe('the deadlines of a dispatch', () => {
  it('are those of the regulation in force when the sender does not say', () => {
    expect(deadlinesOf({}, rules, now)).toEqual({ expiresAt: hours(24), registerBy: hours(5 * 24) });
    expect(deadlinesOf({ expiresAt: null, registerBy: null }, rules, now)).toEqual(deadlinesOf({}, rules, now));
    expect(deadlinesOf({}, strict, now)).toEqual({ expiresAt: hours(2), registerBy: hours(72) });
  });

  it('are those that the sender names, up to thirty days', () => {
    const asked = { expiresAt: after(LONGEST_MS), registerBy: after(1) };

    expect(deadlinesOf(asked, rules, now)).toEqual(asked);
  });

  it('leave no more time for delivery than the regulation in force', () => {
    expect(deadlinesOf({ expiresAt: hours(48) }, strict, now).expiresAt).toEqual(hours(48));
    expect(() => deadlinesOf({ expiresAt: new Date(hours(48).getTime() + 1) }, strict, now)).toThrow(
      expect.objectContaining({ code: 'DEADLINE_TOO_FAR' }),
    );
  });

  it.each(['expiresAt', 'registerBy'])('refuse a past or too late %s', (field) => {
    expect(() => deadlinesOf({ [field]: now }, rules, now)).toThrow(expect.objectContaining({ code: 'DEADLINE_IN_THE_PAST' }));
    expect(() => deadlinesOf({ [field]: after(LONGEST_MS + 1) }, rules, now)).toThrow(
      expect.objectContaining({ code: 'DEADLINE_TOO_FAR' }),
    );
  });
});
