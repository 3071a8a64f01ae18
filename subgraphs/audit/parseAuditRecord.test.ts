import { parseBreakGlassId, parseOfficialId } from '@chancery/domain';
import type { AuditRecord } from '@chancery/trust';
import { describe, expect, it } from 'vitest';
import { auditTrail, db, found, record } from '../../tests/kit/auditEntries.ts';
import { appendEntries } from './appendEntries.ts';
import { parseAuditRecord } from './parseAuditRecord.ts';

auditTrail();

describe('what the gateway hands over', () => {
  it('is kept as it is, but for what no database stores', async () => {
    const odd = { ...record(), act: 'a\0b\ud800', documentIds: ['x'.repeat(5_000), 'x'.repeat(6_000)] };
    const parsed = parseAuditRecord(odd);
    await appendEntries(db, [parsed]);
    expect(await found(odd.id)).toMatchObject({ act: 'a\uFFFDb\uFFFD', documents: ['x'.repeat(200)] });
    const plain = record();
    expect(parseAuditRecord(plain)).toEqual(plain);
  });

  it('says by whose delegation it was done, also once it is closed', async () => {
    const open = record({ particulars: { delegatedBy: [{ duty: 'SIGNATORY', by: parseOfficialId('JUS:i.shevchuk') }] } });
    const parsed = parseAuditRecord(open);
    await appendEntries(db, [parsed]);
    await appendEntries(db, [{ ...parsed, outcome: 'DONE', particulars: {} }]);
    expect(await found(open.id)).toMatchObject({ outcome: 'DONE', particulars: open.particulars });
  });

  it('is marked with the sight that its answer was read with, also where it was opened before (§10.7)', async () => {
    const delegatedBy = [{ duty: 'SIGNATORY', by: parseOfficialId('JUS:i.shevchuk') }] as const;
    const breakGlass = [parseBreakGlassId('JUS:break-glass:01JD0000000000000000000001')];
    const [apart, together] = [record({ particulars: { delegatedBy } }), record({ particulars: { delegatedBy } })];
    const closed = (open: AuditRecord) => parseAuditRecord({ ...open, outcome: 'DONE', particulars: { delegatedBy, breakGlass } });
    await appendEntries(db, [apart]);
    await appendEntries(db, [closed(apart), together, closed(together)]);
    for (const { id } of [apart, together])
      expect(await found(id)).toMatchObject({ outcome: 'DONE', particulars: { delegatedBy, breakGlass } });
  });

  it.each([
    ['an entry', 7],
    ['id', { ...record(), id: '1' }],
    ['at', { ...record(), at: 'yesterday' }],
    ['outcome', { ...record(), outcome: 'FINE' }],
    ['duties', { ...record(), duties: 'CLERK' }],
    ['documentIds', { ...record(), documentIds: [1] }],
    ['particulars', { ...record(), particulars: 'JUS:i.shevchuk' }],
    ['delegations', { ...record(), particulars: { delegatedBy: [{ duty: 'JUDGE', by: 'JUS:i.shevchuk' }] } }],
  ])('is refused for its %s', (_, value) => {
    expect(() => parseAuditRecord(value)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});
