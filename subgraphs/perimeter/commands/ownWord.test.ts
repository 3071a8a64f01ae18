import { type Caller, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { type DirectoryChanges, DirectoryCopy, type Mandate, Unreachable } from '@chancery/trust';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requireOwnWord } from './ownWord.ts';

const institution = parseInstitutionCode('JUS');
const caller: Caller = { official: parseOfficialId('JUS:o.petrenko'), institution, duties: ['CLERK'], clearance: false };
const mandate: Mandate = {
  issuer: 'gateway',
  role: 'gateway',
  audience: 'justice',
  caller,
  record: null,
  operation: 'signDocument',
  token: 'his own',
};
const told: DirectoryChanges = {
  version: 1,
  more: false,
  institutions: [],
  officials: [
    {
      id: caller.official,
      name: 'Olena Petrenko',
      institution,
      clearance: false,
      duties: [{ duty: 'CLERK', institution, from: '2026-01-01T00:00:00.000Z', to: null }],
    },
  ],
  regulations: [],
  sights: [],
};

describe('a perimeter that the directory does not reach (§14.8)', () => {
  let isAway = false;
  let directory: DirectoryCopy;
  const commanded = () =>
    requireOwnWord(
      { members: { serves: async () => true }, tokens: { verify: async () => ({ ...caller, scopes: [], client: null }) }, directory },
      { caller, mandate, now: new Date() },
    );

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    isAway = false;
    const ask = async <T>(): Promise<T> => {
      if (isAway) throw new Unreachable('directory', 'no connection');
      return { directoryChanges: told } as T;
    };
    directory = new DirectoryCopy({ ask });
    await directory.start();
  });
  afterEach(() => {
    directory.stop();
    vi.useRealTimers();
  });

  it('carries out commands for five minutes, then none, whatever a mandate says, until it is back', async () => {
    isAway = true;
    await vi.advanceTimersByTimeAsync(299_000);
    await expect(commanded()).resolves.toBeUndefined();
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(commanded()).rejects.toMatchObject({ service: 'directory', reason: 'unconfirmed' });
    isAway = false;
    await vi.advanceTimersByTimeAsync(1_300);
    await expect(commanded()).resolves.toBeUndefined();
  });
});

it('an official of elsewhere, to whom a duty here was given a moment ago, is asked after once more (§2.3)', async () => {
  const guest = parseOfficialId('FIN:g.guest');
  const standing = (version: number, duties: DirectoryChanges['officials'][number]['duties']): DirectoryChanges => ({
    ...told,
    version,
    officials: [{ id: guest, name: 'Guest', institution: parseInstitutionCode('FIN'), clearance: false, duties }],
  });
  let now = standing(1, []);
  const directory = new DirectoryCopy({ ask: async <T>(): Promise<T> => ({ directoryChanges: now }) as T });
  await directory.start();
  directory.stop();
  now = standing(2, told.officials[0]?.duties ?? []);
  const acting: Caller = { ...caller, official: guest };
  const commanded = requireOwnWord(
    { members: { serves: async () => true }, tokens: { verify: async () => ({ ...acting, scopes: [], client: null }) }, directory },
    { caller: acting, mandate: { ...mandate, caller: acting }, now: new Date() },
  );
  await expect(commanded).resolves.toBeUndefined();
});
