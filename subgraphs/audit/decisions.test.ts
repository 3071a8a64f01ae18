import { createHash } from 'node:crypto';
import type { AuditedDecision, AuditRecord } from '@chancery/trust';
import { describe, expect, it } from 'vitest';
import { auditTrail, db, record } from '../../tests/kit/auditEntries.ts';
import { appendEntries } from './appendEntries.ts';
import { decisionsOf, listRulings } from './decisions.ts';
import { parseAuditRecord } from './parseAuditRecord.ts';

auditTrail();

describe('a decision', () => {
  const attributes = '{"fields":["Query.me"],"operation":"query","standing":null}';
  const digest = createHash('sha256').update(attributes).digest('hex');
  const decision = (change: Partial<AuditedDecision> = {}): AuditedDecision => ({
    bundle: 'b'.repeat(64),
    clause: '2.1',
    digest,
    verdict: 'REFUSED',
    grounds: { attributes, refused: { 'Query.me': '2.1' } },
    ...change,
  });
  const kept = (...entries: readonly AuditRecord[]) =>
    decisionsOf(
      db,
      entries.map(({ id }) => id),
    );
  const shown = {
    bundle: 'b'.repeat(64),
    clause: '2.1',
    digest,
    verdict: 'REFUSED',
    attributes: JSON.parse(attributes),
    refused: { 'Query.me': '2.1' },
  };

  it('stands beside its entry, with what it was made from though that is told once', async () => {
    const { grounds: _, ...later } = decision();
    const [first, second, third] = [record({ decision: decision() }), record({ decision: later }), record()];
    await appendEntries(db, [first, second, third]);

    expect(await kept(second, first, third)).toEqual([shown, shown, null]);
  });

  it('is what was told first, also in one batch', async () => {
    const entry = record({ decision: decision() });
    const other = { ...entry, decision: decision({ verdict: 'ALLOWED', clause: null }) };
    await appendEntries(db, [entry, other]);
    await appendEntries(db, [other]);

    expect(await kept(entry)).toEqual([shown]);
  });

  it('is listed with those that are alike, page by page', async () => {
    const from = new Date('2031-01-01');
    const rulings = [decision(), decision(), decision({ verdict: 'ALLOWED', clause: null }), decision({ bundle: 'c'.repeat(64) })];
    const at = (index: number) => new Date(from.getTime() + index * 1_000).toISOString();
    await appendEntries(
      db,
      rulings.map((each, index) => record({ at: at(index), decision: each })),
    );

    const first = await listRulings(db, { from, first: 2 });
    expect(first.rulings.map(({ verdict, clause, count }) => [verdict, clause, count])).toEqual([
      ['ALLOWED', null, 1],
      ['REFUSED', '2.1', 2],
    ]);
    expect(first.rulings[1]).toMatchObject({ ...shown, firstAt: new Date(at(0)), lastAt: new Date(at(1)) });
    const second = await listRulings(db, { from, first: 2, after: first.after });
    expect(second.rulings.map(({ bundle, count }) => [bundle, count])).toEqual([['c'.repeat(64), 1]]);
    expect(second.after).toBeNull();
    expect((await listRulings(db, { from: new Date(at(3)), to: new Date(at(9)), first: 9 })).rulings).toHaveLength(1);
    await expect(listRulings(db, { first: 101 })).rejects.toMatchObject({ code: 'PAGE_TOO_LARGE' });
    await expect(listRulings(db, { first: 1, after: 'x' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('is many, told at once and again, and none is lost', async () => {
    const records = Array.from({ length: 100 }, (_, index) => record({ decision: decision({ bundle: String(index % 7).repeat(64) }) }));
    await Promise.all([appendEntries(db, records), appendEntries(db, records.toReversed()), appendEntries(db, records)]);

    expect((await kept(...records)).every((found) => found?.attributes !== null)).toBe(true);
  });

  it.each([
    ['bundle', decision({ bundle: 'b' })],
    ['digest', decision({ digest: 'x' })],
    ['attributes', decision({ digest: 'd'.repeat(64) })],
    ['clause', decision({ clause: 'no clause' })],
    ['verdict', { ...decision(), verdict: 'MAYBE' }],
    ['grounds', { ...decision(), grounds: { attributes } }],
    ['decision', 'none'],
  ])('is refused for its %s', (field, told) => {
    expect(() => parseAuditRecord({ ...record(), decision: told })).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining(field) }),
    );
  });
});
