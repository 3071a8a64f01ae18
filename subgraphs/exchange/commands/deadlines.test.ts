import { describe, expect, it } from 'vitest';
import { deadlinesOf, LONGEST_MS } from './deadlines.ts';

const now = new Date('2026-03-01T10:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);

describe('the deadlines of a dispatch', () => {
  it('leave a day for delivery when the sender does not say', () => {
    expect(deadlinesOf({}, now)).toEqual({ expiresAt: new Date('2026-03-02T10:00:00Z'), registerBy: null });
    expect(deadlinesOf({ expiresAt: null, registerBy: null }, now)).toEqual(deadlinesOf({}, now));
  });

  it('are those that the sender names, up to thirty days', () => {
    const asked = { expiresAt: after(LONGEST_MS), registerBy: after(1) };

    expect(deadlinesOf(asked, now)).toEqual(asked);
  });

  it.each(['expiresAt', 'registerBy'])('refuse a past or too late %s', (field) => {
    expect(() => deadlinesOf({ [field]: now }, now)).toThrow(expect.objectContaining({ code: 'DEADLINE_IN_THE_PAST' }));
    expect(() => deadlinesOf({ [field]: after(LONGEST_MS + 1) }, now)).toThrow(expect.objectContaining({ code: 'DEADLINE_TOO_FAR' }));
  });
});
