import { firstRegulation, parseBreakGlassId, parseDocumentId, parseOfficialId } from '@chancery/domain';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copiedDirectory, institution, jus, petrenko, type ToldDirectory } from '../tests/kit/toldDirectory.ts';
import type { DirectoryCopy } from './directoryCopy.ts';
import { Unreachable } from './unreachable.ts';

let directory: ToldDirectory;
let copy: DirectoryCopy;

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
    ({ directory, copy } = copiedDirectory({ unconfirmedMs: 60_000 }));
  });
  afterEach(() => {
    copy.stop();
    vi.useRealTimers();
  });

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
