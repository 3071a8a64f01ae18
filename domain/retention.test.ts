import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RetentionRule, retentionTriggers, retentionUnder } from './retention.ts';

const rule = (trigger: RetentionRule['trigger'], years: number): RetentionRule => ({
  kind: '*',
  schedule: 'GEN-05',
  years,
  trigger,
  disposition: 'DESTROY',
});
const times = { registeredAt: new Date('2024-02-29T10:00:00Z'), filedAt: new Date('2026-03-01T10:00:00Z') };
const until = (trigger: RetentionRule['trigger'], years: number, when = times) => retentionUnder(rule(trigger, years), 3, when).keptUntil;

describe('what is filed', () => {
  it('is kept for its years from the end of the year, the filing or the registration', () => {
    expect(until('YEAR_END', 5)).toBe('2031-12-31');
    expect(until('FILED', 5)).toBe('2031-03-01');
    expect(until('REGISTERED', 4)).toBe('2028-02-29');
  });

  it('is kept until 28 February where the last year has no 29th', () => {
    expect(until('REGISTERED', 1)).toBe('2025-02-28');
  });

  it('carries what the rule says, and the version that said it', () => {
    expect(retentionUnder(rule('FILED', 1), 3, times)).toEqual({
      schedule: 'GEN-05',
      years: 1,
      trigger: 'FILED',
      disposition: 'DESTROY',
      keptUntil: '2027-03-01',
      regulation: 3,
    });
  });

  it('is kept longer the more years there are, and never shorter than those', () => {
    const moments = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...retentionTriggers),
        fc.integer({ min: 1, max: 99 }),
        moments,
        moments,
        (trigger, years, one, other) => {
          const [registeredAt, filedAt] = one <= other ? [one, other] : [other, one];
          const kept = until(trigger, years, { registeredAt, filedAt });
          expect(kept < until(trigger, years + 1, { registeredAt, filedAt })).toBe(true);
          const from = trigger === 'REGISTERED' ? registeredAt : filedAt;
          const inYears = from.getUTCFullYear() + years;
          expect(kept.slice(0, 4)).toBe(String(inYears));
          expect(kept >= `${inYears}-${from.toISOString().slice(5, 10)}` || kept.endsWith('-02-28')).toBe(true);
        },
      ),
    );
  });
});
