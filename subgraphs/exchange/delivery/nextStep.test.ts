import { consignmentStates } from '@chancery/domain';
import { describe, expect, it } from 'vitest';
import { nextStep } from './nextStep.ts';

const now = new Date('2026-03-01T10:00:00Z');
const later = new Date('2026-03-01T11:00:00Z');
const row = { state: 'IN_TRANSIT', attempt: 3, failures: 2, expiresAt: later } as const;

describe('the next step of a delivery', () => {
  it('is an attempt while there is time', () => {
    expect(nextStep({ ...row, state: 'ACCEPTED', attempt: 0, failures: 0 }, 0, now)).toBe('attempt');
    expect(nextStep(row, 2, now)).toBe('attempt');
  });

  it('is nothing for a job that was made before the last failure', () => {
    expect(nextStep(row, 1, now)).toBe('nothing');
  });

  it('is to give up at the deadline, whichever job comes then', () => {
    expect(nextStep(row, 2, later)).toBe('expire');
    expect(nextStep(row, 1, later)).toBe('expire');
  });

  it('is to confirm what is delivered, also after the deadline', () => {
    for (const state of ['DELIVERED', 'REGISTERED', 'REFUSED'] as const) expect(nextStep({ ...row, state }, 0, later)).toBe('confirm');
  });

  it('is to take back what may stand at the recipient of a closed consignment', () => {
    for (const state of ['EXPIRED', 'WITHDRAWN'] as const) {
      expect(nextStep({ ...row, state }, 0, now)).toBe('recall');
      expect(nextStep({ ...row, state, attempt: 0 }, 0, now)).toBe('nothing');
    }
  });

  it('never is an attempt on what is delivered or closed', () => {
    const over = consignmentStates.filter((state) => state !== 'ACCEPTED' && state !== 'IN_TRANSIT');

    for (const state of over) expect(['attempt', 'expire']).not.toContain(nextStep({ ...row, state }, 2, later));
  });
});
