import { parseBreakGlassId, parseDocumentId, parseOfficialId } from '@chancery/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copiedDirectory, institution, type ToldDirectory } from '../tests/kit/toldDirectory.ts';
import type { DirectoryCopy } from './directoryCopy.ts';
import type { SightEntry } from './directoryEntries.ts';

let directory: ToldDirectory;
let copy: DirectoryCopy;

beforeEach(() => {
  ({ directory, copy } = copiedDirectory());
});
afterEach(() => copy.stop());

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
