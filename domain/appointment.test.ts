import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Appointment, type AppointmentVerdict, appointmentDays, appointmentState, decide, needsFourEyes } from './appointment.ts';
import { duties } from './caller.ts';
import { Refusal } from './errors.ts';
import { appointmentId, type OfficialId, parseInstitutionCode, parseOfficialId } from './ids.ts';

const jus = parseInstitutionCode('JUS');
const proposedAt = new Date('2026-03-01T09:00:00Z');
const day = 86_400_000;
const people = ['JUS:a', 'JUS:b', 'JUS:c', 'EXC:d', 'FIN:e'].map(parseOfficialId);
const [proposer, second, subject, exchange, stranger] = people as [OfficialId, OfficialId, OfficialId, OfficialId, OfficialId];
const proposal: Appointment = {
  id: appointmentId(jus, '01JD0000000000000000000000'),
  official: subject,
  institution: jus,
  duty: 'AUDITOR',
  proposedBy: proposer,
  proposedAt,
  decided: 'PENDING',
};
const officerOf = (official: OfficialId) => ({ official, institution: parseInstitutionCode(official.slice(0, 3)) });
const later = (days: number) => new Date(proposedAt.getTime() + days * day);

/** The code with which an attempt is refused, or what it comes to. */
function outcome(appointment: Appointment, verdict: AppointmentVerdict, by: OfficialId, now: Date): string {
  try {
    return decide(appointment, verdict, officerOf(by), now);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

describe('a proposal', () => {
  it.each<[AppointmentVerdict, OfficialId, number, string]>([
    ['confirm', second, 1, 'CONFIRMED'],
    ['decline', second, 1, 'DECLINED'],
    ['confirm', exchange, 13.9, 'CONFIRMED'],
    ['confirm', proposer, 1, 'OWN_PROPOSAL'],
    ['decline', proposer, 1, 'DECLINED'],
    ['confirm', subject, 1, 'OWN_APPOINTMENT'],
    ['decline', subject, 1, 'OWN_APPOINTMENT'],
    ['confirm', stranger, 1, 'APPOINTMENT_NOT_FOUND'],
    ['confirm', second, appointmentDays, 'APPOINTMENT_EXPIRED'],
    ['decline', second, 100, 'APPOINTMENT_EXPIRED'],
  ])('%sed by %s after %d days: %s', (verdict, by, days, expected) => {
    expect(outcome(proposal, verdict, by, later(days))).toBe(expected);
  });

  it.each(['CONFIRMED', 'DECLINED'] as const)('that was %s is decided for good', (decided) => {
    for (const verdict of ['confirm', 'decline'] as const)
      expect(outcome({ ...proposal, decided }, verdict, second, later(1))).toBe('APPOINTMENT_CLOSED');
    expect(appointmentState({ ...proposal, decided }, later(365))).toBe(decided);
  });

  it('is asked for exactly of the duties that watch over others', () => {
    expect(duties.filter(needsFourEyes)).toEqual(['AUDITOR', 'OPERATOR', 'SECURITY_OFFICER']);
  });

  it('is decided once at most, in time, by another than proposer and subject, whoever tries what and when', () => {
    const attempts = fc.array(
      fc.record({
        verdict: fc.constantFrom<AppointmentVerdict>('confirm', 'decline'),
        by: fc.constantFrom(...people),
        days: fc.double({ min: 0, max: 20, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(attempts, (tried) => {
        let now = proposal;
        const decisions = [];
        for (const { verdict, by, days } of tried.toSorted((a, b) => a.days - b.days)) {
          const end = outcome(now, verdict, by, later(days));
          if (end !== 'CONFIRMED' && end !== 'DECLINED') continue;
          decisions.push({ end, by, days });
          now = { ...now, decided: end };
        }
        expect(decisions.length).toBeLessThanOrEqual(1);
        for (const { end, by, days } of decisions) {
          expect(days).toBeLessThan(appointmentDays);
          expect([subject, stranger]).not.toContain(by);
          if (end === 'CONFIRMED') expect(by).not.toBe(proposer);
        }
        const couldHave = tried.some(({ by, days }) => (by === second || by === exchange) && days < appointmentDays);
        if (couldHave) expect(decisions).toHaveLength(1);
      }),
    );
  });
});
