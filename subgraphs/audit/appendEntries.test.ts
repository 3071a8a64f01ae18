import { describe, expect, it } from 'vitest';
import { auditTrail, db, documentsOf, found, record, waiting } from '../../tests/kit/auditEntries.ts';
import { appendEntries } from './appendEntries.ts';
import { entries } from './auditEntry.ts';

auditTrail();

describe('an entry (§10.5)', () => {
  it('is opened, then closed by its outcome; what was done stays as it was told first', async () => {
    const open = record();
    await appendEntries(db, [open]);
    expect([(await found(open.id))?.outcome, await waiting(open.id)]).toEqual(['OPEN', 1]);
    const closing = {
      ...open,
      act: 'Other',
      official: 'FIN:x.y',
      at: '2026-03-09T09:00:00.000Z',
      documentIds: ['JUS:Letter:2', ...open.documentIds],
    };
    await appendEntries(db, [
      { ...closing, outcome: 'PARTLY', code: 'DUTY_REQUIRED', clause: '2.3', closedAt: '2026-03-02T09:00:01.000Z' },
    ]);

    expect(await found(open.id)).toMatchObject({
      at: new Date(open.at),
      act: 'SignOpinion',
      official: 'JUS:o.petrenko',
      outcome: 'PARTLY',
      code: 'DUTY_REQUIRED',
      clause: '2.3',
      documents: [...open.documentIds, 'JUS:Letter:2'],
      closed_at: new Date('2026-03-02T09:00:01.000Z'),
    });
    expect(await waiting(open.id)).toBe(0);
    expect(await documentsOf(open.id)).toEqual([...open.documentIds, 'JUS:Letter:2']);
  });

  it('never changes once it is closed, whatever comes', async () => {
    const done = record({ outcome: 'DONE' });
    await appendEntries(db, [done]);
    const before = await found(done.id);
    for (const outcome of ['OPEN', 'FAILED', 'REFUSED'] as const)
      await appendEntries(db, [{ ...done, outcome, documentIds: ['JUS:Letter:3'] }]);

    expect(await found(done.id)).toEqual(before);
    expect(await documentsOf(done.id)).toEqual(done.documentIds);
  });

  it('is closed only at the place where it was opened', async () => {
    const open = record();
    await appendEntries(db, [open]);
    await appendEntries(db, [{ ...open, place: 'JUS', outcome: 'DONE' }]);
    expect(await found(open.id)).toMatchObject({ outcome: 'OPEN', place: 'gateway' });
  });

  it('may be opened and closed in one batch, among others, in any order', async () => {
    const [one, two, three] = [record(), record({ outcome: 'REFUSED', code: 'UNAUTHENTICATED' }), record()];
    await appendEntries(db, [one, two, { ...one, outcome: 'DONE', act: 'Other' }, three, { ...two, outcome: 'DONE' }, three]);

    expect(await found(one.id)).toMatchObject({ outcome: 'DONE', act: 'SignOpinion' });
    expect(await found(two.id)).toMatchObject({ outcome: 'REFUSED' });
    expect(await found(three.id)).toMatchObject({ outcome: 'OPEN' });
  });

  it('is not lost between batches that come at once', async () => {
    const records = Array.from({ length: 200 }, () => record());
    const closings = records.map((each) => ({ ...each, outcome: 'DONE' as const }));
    await Promise.all([
      appendEntries(db, records),
      appendEntries(db, closings.toReversed()),
      appendEntries(db, records.toReversed()),
      appendEntries(db, closings),
    ]);
    const ids = records.map(({ id }) => id);
    const [row] = await db.$queryRaw<{ done: number }[]>`
      SELECT count(*)::int AS done FROM ${entries} WHERE e.id = ANY(${ids}) AND coalesce(c.outcome, e.outcome) = 'DONE'`;
    expect(row?.done).toBe(200);
    expect(await db.openEntry.count({ where: { entry: { in: ids } } })).toBe(0);
  });
});
