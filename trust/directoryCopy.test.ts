import { firstRegulation, type RegulationInForce } from '@chancery/domain';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copiedDirectory, institution, petrenko, type ToldDirectory } from '../tests/kit/toldDirectory.ts';
import type { DirectoryCopy } from './directoryCopy.ts';
import { Unreachable } from './unreachable.ts';

let directory: ToldDirectory;
let copy: DirectoryCopy;

beforeEach(() => {
  ({ directory, copy } = copiedDirectory());
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
