import { Unreachable } from '@chancery/trust';
import { describe, expect, it } from 'vitest';
import { cardEvent, events } from '../../tests/kit/eventBuilders.ts';
import { feedPage } from './feedPage.ts';

const now = new Date('2026-03-02T10:00:00.000Z');
const following = { source: 'justice', after: 0, caughtUpAt: null, now };
const three = events([cardEvent(), cardEvent(), cardEvent()]);
const [first, second, third] = three as [(typeof three)[0], (typeof three)[0], (typeof three)[0]];
const at = (time: string) => ({ ...first, at: time });

describe('a page of a feed (§10.11)', () => {
  it('is what was told', () => {
    expect(feedPage(three, following)).toEqual({ events: three, last: 3 });
    expect(feedPage([{ ...first, position: 8 }], { ...following, after: 7 }).last).toBe(8);
  });

  it('leaves out what makes no sense, and goes on behind it', () => {
    expect(feedPage([first, { position: 2 }, third], following)).toEqual({ events: [first, third], last: 3 });
    expect(feedPage([{ ...first, act: null }], following)).toEqual({ events: [], last: 1 });
  });

  it.each([{ ...second.payload, documentDate: 'soon' }, { ...second.payload, status: 'OF_A_LATER_EDITION' }, { type: 'later' }, null])(
    'keeps the act of which it cannot read what came of it: %o',
    (payload) => {
      const unread = { ...second, payload: { type: 'unread' } };
      expect(feedPage([first, { ...second, payload }, third], following)).toEqual({ events: [first, unread, third], last: 3 });
    },
  );

  it('ends where positions leave a gap, so that no feed sends its follower past what is to come', () => {
    expect(feedPage([first, { ...second, position: Number.MAX_SAFE_INTEGER }], following)).toEqual({ events: [first], last: 1 });
    for (const wrong of [{ ...first, position: 9 }, { ...first, position: 0 }, { ...first, position: '1' }, null, 'event'])
      expect(() => feedPage([wrong], following)).toThrow(Unreachable);
  });

  it('puts what lies ahead to when it was heard of, and keeps what was claimed', () => {
    const [entry] = feedPage([at('2100-01-01T00:00:00.000Z')], following).events;
    expect(entry).toMatchObject({ at: now.toISOString(), claimedAt: '2100-01-01T00:00:00.000Z' });
    // Clocks differ.
    expect(feedPage([at('2026-03-02T10:04:59.000Z')], following).events[0]).not.toHaveProperty('claimedAt');
  });

  it('puts what is said to have been before all was known to when it was heard of', () => {
    const caughtUpAt = new Date('2026-03-02T09:59:00.000Z');
    const [entry] = feedPage([at('1970-01-01T00:00:00.000Z')], { ...following, caughtUpAt }).events;
    expect(entry).toMatchObject({ at: now.toISOString(), claimedAt: '1970-01-01T00:00:00.000Z' });
    expect(feedPage([at('2026-03-02T09:55:00.000Z')], { ...following, caughtUpAt }).events[0]).not.toHaveProperty('claimedAt');
    // Whoever begins to follow hears of what was long ago.
    expect(feedPage([at('2020-01-01T00:00:00.000Z')], following).events[0]).not.toHaveProperty('claimedAt');
  });
});
