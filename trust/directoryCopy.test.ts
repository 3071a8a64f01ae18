import {
  firstRegulation,
  parseBreakGlassId,
  parseDocumentId,
  parseInstitutionCode,
  parseOfficialId,
  Refusal,
  type RegulationInForce,
} from '@chancery/domain';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DirectoryCopy } from './directoryCopy.ts';
import type { DirectoryChanges, InstitutionEntry, OfficialEntry, SightEntry } from './directoryEntries.ts';
import { Unreachable } from './unreachable.ts';

const jus = parseInstitutionCode('JUS');
const fin = parseInstitutionCode('FIN');
const institution = (code: string, name = code): InstitutionEntry => ({
  code: parseInstitutionCode(code),
  name,
  server: 'hosted',
  seals: [],
});
const petrenko: OfficialEntry = {
  id: parseOfficialId('JUS:o.petrenko'),
  name: 'Olena Petrenko',
  institution: jus,
  clearance: true,
  duties: [
    { duty: 'CLERK', institution: jus, from: '2026-01-01T00:00:00.000Z', to: null },
    { duty: 'SIGNATORY', institution: jus, from: '2026-01-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' },
    { duty: 'AUDITOR', institution: parseInstitutionCode('EXC'), from: '2026-02-01T00:00:00.000Z', to: null },
  ],
};

/** A directory of institutions, one version each, told three at a time. */
class Directory {
  readonly asked: number[] = [];
  entries: InstitutionEntry[] = [];
  regulations: RegulationInForce[] = [];
  sights: SightEntry[] = [];
  away = false;

  ask = async <T>(_: string, __: string, variables: object): Promise<T> => {
    if (this.away) throw new Unreachable('directory', 'no connection');
    const after = Number('after' in variables && variables.after);
    this.asked.push(after);
    const told = this.entries.slice(after, after + 3);
    const version = told.length > 0 ? after + told.length : Math.min(after, this.entries.length);
    const { regulations, sights } = this;
    const changes: DirectoryChanges = {
      version,
      more: version < this.entries.length,
      institutions: told,
      officials: [petrenko],
      regulations,
      sights,
    };
    return { directoryChanges: changes } as T;
  };
}

let directory: Directory;
let copy: DirectoryCopy;

beforeEach(() => {
  directory = new Directory();
  directory.entries = ['JUS', 'FIN', 'MOH', 'EXC'].map((code) => institution(code));
  copy = new DirectoryCopy(directory);
});

afterEach(() => copy.stop());

describe('the copy of the directory', () => {
  it('holds all pages once it is started', async () => {
    await copy.start();

    expect(directory.asked).toEqual([0, 3]);
    expect(copy.institution('EXC')).toEqual(institution('EXC'));
    expect(copy.official('JUS:o.petrenko')).toEqual(petrenko);
  });

  it('asks only for what it does not have, and keeps the last word', async () => {
    await copy.start();
    directory.entries.push(institution('JUS', 'Ministry of Justice'));
    await copy.refresh();

    expect(directory.asked).toEqual([0, 3, 4]);
    expect(copy.institution('JUS')?.name).toBe('Ministry of Justice');
  });

  it('follows by itself', async () => {
    await copy.start();
    directory.entries.push(institution('EDU'));

    await expect.poll(() => copy.institution('EDU'), { timeout: 3_000 }).toBeDefined();
  });

  it('asks once for all who look for what it does not know', async () => {
    await copy.start();
    directory.entries.push(institution('EDU'));
    const found = await Promise.all([copy.findInstitution('EDU'), copy.findInstitution('XYZ'), copy.findOfficial('XYZ:nobody')]);

    expect(found).toEqual([institution('EDU'), undefined, undefined]);
    expect(directory.asked).toEqual([0, 3, 4]);
  });

  it('does not ask for what it knows', async () => {
    await copy.start();
    await copy.findInstitution('JUS');
    await copy.findOfficial('JUS:o.petrenko');

    expect(directory.asked).toEqual([0, 3]);
  });

  it('asks at most every 200 ms, however many look for what nobody knows', async () => {
    await copy.start();
    const begun = performance.now();
    for (let round = 0; round < 3; round++) await copy.findInstitution('XYZ');

    expect(performance.now() - begun).toBeGreaterThan(550);
  });

  it('begins anew when the directory was restored from a backup', async () => {
    await copy.start();
    directory.entries = [institution('JUS', 'restored')];
    await copy.refresh();

    expect(copy.institution('JUS')?.name).toBe('restored');
    expect(copy.institution('FIN')).toBeUndefined();
  });

  it('starts without the directory, and has it when it is back', async () => {
    directory.away = true;
    await copy.start();
    await expect(copy.findInstitution('JUS')).rejects.toThrow(Unreachable);
    directory.away = false;

    expect(await copy.findInstitution('JUS')).toEqual(institution('JUS'));
  });

  it('keeps what it has while the directory is away', async () => {
    await copy.start();
    directory.away = true;

    expect(await copy.findInstitution('JUS')).toEqual(institution('JUS'));
  });

  it('is recent until the directory has not told for 5 s', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      expect(copy.isRecent).toBe(false);
      await copy.start();
      directory.away = true;
      vi.advanceTimersByTime(4_900);
      expect(copy.isRecent).toBe(true);
      vi.advanceTimersByTime(200);
      expect(copy.isRecent).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the regulation', () => {
  const at = (moment: string) => new Date(moment);
  const version = (number: number, effectiveFrom: string): RegulationInForce => ({ ...firstRegulation, version: number, effectiveFrom });

  it('is the first one while no version was confirmed', async () => {
    await copy.start();

    expect(copy.regulation(at('2026-03-01T00:00:00Z'))).toEqual(firstRegulation);
  });

  it('is the version in force at the moment asked for', async () => {
    directory.regulations = [version(3, '2026-05-01T00:00:00.000Z'), version(2, '2026-03-01T00:00:00.000Z')];
    await copy.start();

    const versions = ['2026-02-28T23:59:59Z', '2026-03-01T00:00:00Z', '2026-05-01T00:00:00Z'].map(
      (when) => copy.regulation(at(when)).version,
    );
    expect(versions).toEqual([0, 2, 3]);
  });

  it('is not guessed while the directory has never answered, and asked for once it does', async () => {
    directory.away = true;
    await copy.start();
    expect(() => copy.regulation(new Date())).toThrow(Unreachable);
    await expect(copy.findRegulation(new Date())).rejects.toThrow(Unreachable);
    directory.away = false;

    expect(await copy.findRegulation(new Date())).toEqual(firstRegulation);
  });

  it('is forgotten with a directory that was restored from a backup', async () => {
    directory.regulations = [version(2, '2026-03-01T00:00:00.000Z')];
    await copy.start();
    directory.entries = [institution('JUS')];
    directory.regulations = [];
    await copy.refresh();

    expect(copy.regulation(new Date()).version).toBe(0);
  });
});

describe('a sight in an emergency', () => {
  const documentId = parseDocumentId('JUS:LegalOpinion:01JD0000000000000000000001');
  const other = parseDocumentId('JUS:LegalOpinion:01JD0000000000000000000002');
  const official = parseOfficialId('MOH:m.sydorenko');
  const sight: SightEntry = {
    id: parseBreakGlassId('JUS:break-glass:01JD0000000000000000000001'),
    documentId,
    official,
    askedBy: parseOfficialId('EXC:first'),
    confirmedBy: parseOfficialId('EXC:second'),
    confirmedAt: '2026-03-01T09:00:00.000Z',
    endsAt: '2026-03-01T17:00:00.000Z',
    endedAt: null,
  };
  const at = (time: string) => new Date(`2026-03-01T${time}Z`);
  const openAt = (time: string) => copy.openTo(documentId, at(time)).length > 0;

  it('opens one document to one official from two seconds after its confirmation until its end (§3.7)', async () => {
    directory.sights = [sight];
    await copy.start();

    expect(copy.openTo(documentId, at('12:00:00'))).toEqual([official]);
    expect(copy.openTo(other, at('12:00:00'))).toEqual([]);
    expect(['09:00:01.999', '09:00:02', '16:59:59.999', '17:00:00'].map(openAt)).toEqual([false, true, true, false]);
  });

  it('ends earlier by word, and is forgotten with a directory that was restored (§13.3)', async () => {
    directory.sights = [{ ...sight, endedAt: '2026-03-01T10:00:00.000Z' }];
    await copy.start();
    expect(['09:59:59.999', '10:00:00'].map(openAt)).toEqual([true, false]);

    directory.entries = [institution('JUS')];
    directory.sights = [];
    await copy.refresh();
    expect(openAt('09:30:00')).toBe(false);
  });

  it('marks what its official may have read with it, also where a service hears late of its end (§10.7)', async () => {
    directory.sights = [{ ...sight, endedAt: '2026-03-01T10:00:00.000Z' }];
    await copy.start();
    const used = (by: string, document: string, from: string, to: string) =>
      copy.sightsUsed(parseOfficialId(by), [other, document], at(from), at(to)).length > 0;

    expect(used(official, documentId, '08:59:59', '09:00:00')).toBe(true);
    expect(used(official, documentId, '10:00:04', '10:00:05')).toBe(true);
    expect(used(official, documentId, '10:00:05', '10:00:06')).toBe(false);
    expect(used(official, documentId, '08:59:58', '08:59:59')).toBe(false);
    expect(used('MOH:another', documentId, '09:30:00', '09:30:01')).toBe(false);
    expect(used(official, other, '09:30:00', '09:30:01')).toBe(false);
  });
});

describe('a caller', () => {
  const at = (moment: string) => new Date(moment);
  beforeEach(() => copy.start());

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

describe('what the directory does not confirm (§14.8)', () => {
  const now = new Date('2026-02-15T00:00:00Z');
  const documentId = parseDocumentId('JUS:LegalOpinion:01JD0000000000000000000001');
  const act = () => copy.callerOf(petrenko, jus, now).duties;
  const refusal = () => {
    try {
      return act();
    } catch (error) {
      return error instanceof Unreachable ? error.toRefusal() : error;
    }
  };
  const unconfirmed = expect.objectContaining({ code: 'SERVICE_UNAVAILABLE', clause: '14.8' });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    copy = new DirectoryCopy(directory, { unconfirmedMs: 60_000 });
  });
  afterEach(() => vi.useRealTimers());

  it('lets nobody act before the directory has answered', () => {
    expect(refusal()).toEqual(unconfirmed);
  });

  it('lets act for as long as the directory answers, though nothing changes', async () => {
    await copy.start();
    await vi.advanceTimersByTimeAsync(600_000);

    expect(act()).toEqual(['CLERK', 'SIGNATORY']);
  });

  it('lets nobody act once the directory has been away for too long, and again when it is back', async () => {
    await copy.start();
    directory.away = true;
    await vi.advanceTimersByTimeAsync(58_000);
    expect(act()).toEqual(['CLERK', 'SIGNATORY']);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(refusal()).toEqual(unconfirmed);
    directory.away = false;
    await vi.advanceTimersByTimeAsync(1_300);

    expect(act()).toEqual(['CLERK', 'SIGNATORY']);
  });

  it('counts from the question, not from an answer that was long on its way', async () => {
    await copy.start();
    const { ask } = directory;
    directory.ask = async (...asked) => {
      const answer = await ask(...asked);
      await new Promise((done) => setTimeout(done, 70_000));
      return answer as never;
    };
    await vi.advanceTimersByTimeAsync(72_000);

    expect(refusal()).toEqual(unconfirmed);
  });

  it('opens no document under break-glass, and keeps what is no right', async () => {
    directory.sights = [
      {
        id: parseBreakGlassId('JUS:break-glass:01JD0000000000000000000001'),
        documentId,
        official: petrenko.id,
        askedBy: parseOfficialId('EXC:first'),
        confirmedBy: parseOfficialId('EXC:second'),
        confirmedAt: '2026-02-14T09:00:00.000Z',
        endsAt: '2026-02-15T09:00:00.000Z',
        endedAt: null,
      },
    ];
    await copy.start();
    expect(copy.openTo(documentId, now)).toEqual([petrenko.id]);
    directory.away = true;
    await vi.advanceTimersByTimeAsync(61_000);

    expect(copy.openTo(documentId, now)).toEqual([]);
    expect(copy.institution('JUS')).toEqual(institution('JUS'));
    expect(copy.regulation(now)).toEqual(firstRegulation);
  });
});
