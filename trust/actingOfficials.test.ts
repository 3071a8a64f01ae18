import { parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copiedDirectory, fin, jus, petrenko } from '../tests/kit/toldDirectory.ts';
import type { DirectoryCopy } from './directoryCopy.ts';
import type { OfficialEntry } from './directoryEntries.ts';

let copy: DirectoryCopy;

beforeEach(() => {
  ({ copy } = copiedDirectory());
  return copy.start();
});
afterEach(() => copy.stop());

describe('a caller', () => {
  const at = (moment: string) => new Date(moment);

  it('has the duties held in the institution at that moment', () => {
    const february = copy.callerOf(petrenko, jus, at('2026-02-01T00:00:00Z'));
    const march = copy.callerOf(petrenko, jus, at('2026-03-01T00:00:00Z'));

    expect(february).toEqual({ official: petrenko.id, institution: jus, duties: ['CLERK', 'SIGNATORY'], clearance: true });
    expect(march.duties).toEqual(['CLERK']);
  });

  it('may act for another institution where a duty is held', () => {
    expect(copy.callerOf(petrenko, parseInstitutionCode('EXC'), at('2026-02-01T00:00:00Z')).duties).toEqual(['AUDITOR']);
  });

  it('may act for its own institution without a duty', () => {
    expect(copy.callerOf(petrenko, jus, at('2025-01-01T00:00:00Z')).duties).toEqual([]);
  });

  it.each([fin, parseInstitutionCode('EXC')])('may not act for %s where no duty is held', (code) => {
    expect(() => copy.callerOf(petrenko, code, at('2026-01-15T00:00:00Z'))).toThrow(new Refusal('DUTY_REQUIRED'));
  });

  it('stands in for another while who delegated the duty holds it, and says for whom', async () => {
    const duty = { duty: 'SIGNATORY', institution: jus, from: '2026-02-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' } as const;
    const deputy: OfficialEntry = {
      ...petrenko,
      id: parseOfficialId('FIN:a.deputy'),
      institution: fin,
      clearance: false,
      duties: [{ ...duty, delegatedBy: petrenko.id }],
    };
    const callerAt = (moment: string) => copy.callerOf(deputy, jus, at(moment));
    const stranger: OfficialEntry = { ...deputy, duties: [{ ...duty, delegatedBy: parseOfficialId('JUS:nobody') }] };
    // Of whom the copy does not know, nobody holds anything.
    expect(() => copy.callerOf(stranger, jus, at('2026-02-10T00:00:00Z'))).toThrow(new Refusal('DUTY_REQUIRED'));

    expect(callerAt('2026-02-10T00:00:00Z')).toEqual({
      official: deputy.id,
      institution: jus,
      duties: ['SIGNATORY'],
      clearance: false,
      delegatedBy: [{ duty: 'SIGNATORY', by: petrenko.id }],
    });
    expect(() => callerAt('2026-03-02T00:00:00Z')).toThrow(new Refusal('DUTY_REQUIRED'));
  });

  it('is found once for as long as nothing begins, ends or changes, and to the moment no longer', async () => {
    const callerAt = (moment: string) => copy.callerOf(petrenko, jus, at(moment));
    const february = callerAt('2026-02-10T00:00:00Z');

    expect(callerAt('2026-02-28T23:59:59.999Z')).toBe(february);
    expect(callerAt('2026-03-01T00:00:00Z').duties).toEqual(['CLERK']);
    expect(callerAt('2026-02-10T00:00:00Z')).toEqual(february);
    expect(callerAt('2025-12-31T23:59:59.999Z').duties).toEqual([]);
    await copy.refresh();
    expect(callerAt('2026-02-10T00:00:00Z')).not.toBe(february);
  });

  it('stands in to the moment for whose duty ends or begins, however often it was asked before', () => {
    const duty = { duty: 'SIGNATORY', institution: jus, from: '2026-02-01T00:00:00.000Z', to: null, delegatedBy: petrenko.id } as const;
    const deputy: OfficialEntry = { ...petrenko, id: parseOfficialId('JUS:a.deputy'), duties: [duty] };
    const dutiesAt = (moment: string) => copy.callerOf(deputy, jus, at(moment)).duties;

    expect(dutiesAt('2026-01-31T23:59:59.999Z')).toEqual([]);
    expect(dutiesAt('2026-02-01T00:00:00Z')).toEqual(['SIGNATORY']);
    expect(dutiesAt('2026-02-28T23:59:59.999Z')).toEqual(['SIGNATORY']);
    expect(dutiesAt('2026-03-01T00:00:00Z')).toEqual([]);
  });

  it('brings clearance to where his own institution or a duty of his own is, and nowhere by delegation alone (§2.5.2)', () => {
    const duty = { from: '2026-01-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
    const colleague: OfficialEntry = {
      ...petrenko,
      id: parseOfficialId('JUS:i.colleague'),
      institution: jus,
      duties: [{ ...duty, duty: 'CLERK', institution: jus, delegatedBy: petrenko.id }],
    };
    const guest: OfficialEntry = { ...colleague, id: parseOfficialId('FIN:a.guest'), institution: fin };
    const ownToo: OfficialEntry = { ...guest, duties: [...guest.duties, { ...duty, duty: 'EXECUTOR', institution: jus }] };
    const cleared = (official: OfficialEntry) => copy.callerOf(official, jus, at('2026-02-10T00:00:00Z')).clearance;

    expect([colleague, guest, ownToo].map(cleared)).toEqual([true, false, true]);
    expect(cleared({ ...ownToo, clearance: false })).toBe(false);
    expect(copy.callerOf(guest, fin, at('2026-02-10T00:00:00Z')).clearance).toBe(true);
  });

  it('is nobody once dismissed', () => {
    const dismissed: OfficialEntry = { ...petrenko, dismissed: true };
    expect(() => copy.callerOf(dismissed, jus, at('2026-02-01T00:00:00Z'))).toThrow(new Refusal('OFFICIAL_DISMISSED'));
  });
});
