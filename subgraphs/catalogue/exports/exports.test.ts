import { accessMarks, type Caller, documentStatuses, EXCHANGE } from '@chancery/domain';
import { describe, expect, test } from 'vitest';
import { catalogueExports, idsIn } from '../../../tests/kit/catalogueExports.ts';
import { cardEvent, FIN, JUS, MOH } from '../../../tests/kit/eventBuilders.ts';
import { begin, cancel, fetched, standing } from '../../../tests/kit/madeExports.ts';
import { dropExpired } from '../../exporting/sweep.ts';

const desk = catalogueExports();

describe('an export of documents (§3.13)', () => {
  test('has the rows that the pages of the list have, in their order, for every caller', { timeout: 120_000 }, async () => {
    const readers = [[], [FIN], [MOH, FIN], [EXCHANGE]];
    await desk.keep(
      ...documentStatuses.flatMap((status) =>
        accessMarks.flatMap((access) =>
          [JUS, FIN].flatMap((institution) => readers.map((each) => cardEvent({ status, access, institution, readers: each }))),
        ),
      ),
    );
    const exports = desk.made({ environment: { CHANCERY_EXPORTS_UNDER_WAY: '1000' } });
    const callers = [JUS, FIN, MOH, EXCHANGE].flatMap((institution) =>
      [true, false].flatMap((clearance) =>
        (['CLERK', 'ANALYST'] as const).map((duty) =>
          desk.directory.admit(institution, { clearance, duties: [duty] }, `o.${clearance}.${duty.toLowerCase()}`),
        ),
      ),
    );
    for (const caller of callers)
      for (const orderBy of ['NEWEST_FIRST', 'TITLE'] as const) {
        const id = await begin(exports, caller, desk.order({ asked: { orderBy } }));
        await desk.ended(exports, caller, id).toBe('FINISHED');
        const { bytes } = await fetched(exports, caller, id);
        const known = await desk.everyPage(caller, orderBy);
        expect(known.length).toBeGreaterThan(0);
        expect(idsIn(bytes)).toEqual(known);
        expect(await standing(exports, caller, id)).toMatchObject({
          progress: { rows: known.length, totalRows: known.length },
          size: bytes.length,
        });
      }
    expect((await desk.left())?.pages).toBe(0);
  });

  test('has the columns that were named, in that order', async () => {
    await desk.keep(cardEvent({ title: '=1+1', outgoingNumber: '-5' }));
    const exports = desk.made();
    const id = await begin(exports, desk.clerk, desk.order({ columns: ['title', 'outgoingNumber', 'institution'] }));
    await desk.ended(exports, desk.clerk, id).toBe('FINISHED');
    const { bytes, headers } = await fetched(exports, desk.clerk, id);
    expect(bytes.toString()).toBe("\uFEFFtitle,outgoingNumber,institution\r\n'=1+1,'-5,JUS\r\n");
    expect(headers['export-name']).toMatch(/^documents-\d{4}-\d\d-\d\d-[0-9A-Z]{6}\.csv$/);
  });

  test('is for who began it, acting for the same institution, and for nobody else', async () => {
    const exports = desk.made();
    const id = await begin(exports, desk.clerk, desk.order());
    await desk.ended(exports, desk.clerk, id).toBe('FINISHED');
    const others = [desk.directory.admit(JUS, {}, 'a.other'), desk.directory.admit(FIN), { ...desk.clerk, institution: FIN }];
    for (const other of others) {
      expect((await fetched(exports, other, id)).code).toBe('EXPORT_NOT_FOUND');
      await expect(standing(exports, other, id)).rejects.toMatchObject({ code: 'EXPORT_NOT_FOUND' });
      await expect(cancel(exports, other, id)).rejects.toMatchObject({ code: 'EXPORT_NOT_FOUND' });
    }
    expect(
      (
        await fetched(
          exports,
          desk.clerk,
          id.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        )
      ).code,
    ).toBe('EXPORT_NOT_FOUND');
    expect((await fetched(exports, desk.clerk, id.replace('catalogue', 'audit'))).code).toBe('EXPORT_NOT_FOUND');
    expect((await fetched(exports, desk.clerk, "x' OR TRUE--")).code).toBe('MALFORMED_ID');
  });

  test('is not given any more to who has lost the duty or the clearance under which it was made', async () => {
    await desk.keep(cardEvent({ access: 'RESTRICTED', title: null }));
    const exports = desk.made();
    const cleared = desk.directory.admit(JUS, { clearance: true }, 'c.cleared');
    const id = await begin(exports, cleared, desk.order());
    await desk.ended(exports, cleared, id).toBe('FINISHED');
    expect((await fetched(exports, cleared, id)).status).toBe(200);
    expect((await fetched(exports, { ...cleared, clearance: false }, id)).code).toBe('EXPORT_NOT_FOUND');
    expect((await fetched(exports, { ...cleared, duties: ['OPERATOR'] }, id)).code).toBe('EXPORT_NOT_FOUND');
  });

  test.each([
    ['the duty', (caller: Caller) => ({ ...caller, duties: [] }), 'DUTY_REQUIRED'],
    ['the clearance', (caller: Caller) => ({ ...caller, clearance: false }), 'EXPORT_RIGHTS_CHANGED'],
    ['more rights', (caller: Caller) => ({ ...caller, institution: EXCHANGE, duties: ['ANALYST' as const] }), 'EXPORT_RIGHTS_CHANGED'],
  ])('fails when its official has got or lost %s meanwhile, and what was gathered is dropped', async (_, change, code) => {
    await desk.keepMany(45);
    const cleared = desk.directory.admit(JUS, { clearance: true }, 'c.cleared');
    let pages = 0;
    const list = desk.listThat((page) => {
      pages = page;
      if (page === 3) desk.directory.change({ ...change(cleared), official: cleared.official });
    });
    const exports = desk.made({ list });
    const id = await begin(exports, cleared, desk.order());
    await desk.ended(exports, cleared, id).toBe('FAILED');
    expect((await standing(exports, cleared, id)).failure).toMatchObject({ code });
    expect(await desk.left()).toEqual({ pages: 0, parts: 0 });
    expect((await fetched(exports, cleared, id)).code).toBe('EXPORT_FAILED');
    expect(pages).toBe(3);
    expect((await desk.told()).at(-1)).toMatchObject({
      act: { name: 'finishExport' },
      payload: { exportId: id, failure: { code }, rows: null },
    });
  });
});

describe('what is on record of an export (§3.14)', () => {
  test('is what was asked, what came of it, and that it was given up', async () => {
    await desk.keepMany(3);
    const exports = desk.made();
    const id = await begin(exports, desk.clerk, desk.order({ asked: { filter: { kind: ['LegalOpinion'] } }, columns: ['id'] }));
    await desk.ended(exports, desk.clerk, id).toBe('FINISHED');
    const query = '{"list":"documents","asked":{"filter":{"kind":["LegalOpinion"]}},"columns":["id"],"format":"CSV"}';
    const { size, sha256 } = await standing(exports, desk.clerk, id);
    await cancel(exports, desk.clerk, id);
    expect(await desk.left()).toEqual({ pages: 0, parts: 0 });
    expect((await fetched(exports, desk.clerk, id)).code).toBe('EXPORT_CANCELLED');
    await expect(cancel(exports, desk.clerk, id)).rejects.toMatchObject({ code: 'EXPORT_CANCELLED' });
    const none = { rows: null, size: null, sha256: null, failure: null };
    const act = (name: string) => ({ name, official: desk.clerk.official, institution: JUS, duties: ['CLERK'] });
    expect(await desk.told()).toMatchObject([
      { act: act('startExport'), payload: { type: 'export', exportId: id, query, ...none } },
      { act: act('finishExport'), payload: { type: 'export', exportId: id, query, rows: 3, size, sha256, failure: null } },
      { act: act('cancelExport'), payload: { type: 'export', exportId: id, query, ...none } },
      { act: act('cancelExport'), payload: { type: 'refused', subject: id, code: 'EXPORT_CANCELLED', clause: '3.14' } },
    ]);
  });

  test('stays what it was where the official gives it up in the moment in which it is dropped', async () => {
    const exports = desk.made({ works: false });
    const id = await begin(exports, desk.clerk, desk.order());
    await desk.owner.$executeRaw`UPDATE export SET expires_at = now() - interval '1 second'`;
    const look = async (...asked: Parameters<typeof desk.db.$queryRaw>) => {
      const expired = await desk.db.$queryRaw(...asked);
      await cancel(exports, desk.clerk, id);
      return expired;
    };
    await dropExpired(new Proxy(desk.db, { get: (target, name) => (name === '$queryRaw' ? look : Reflect.get(target, name)) }));
    expect((await standing(exports, desk.clerk, id)).status).toBe('CANCELLED');
  });

  test('stays when the export is dropped after its time', async () => {
    const exports = desk.made();
    const id = await begin(exports, desk.clerk, desk.order());
    await desk.ended(exports, desk.clerk, id).toBe('FINISHED');
    await exports.worker.stop();
    await desk.owner.$executeRaw`UPDATE export SET expires_at = now() - interval '1 second'`;
    expect((await fetched(exports, desk.clerk, id)).code).toBe('EXPORT_EXPIRED');
    desk.made();
    await desk.ended(exports, desk.clerk, id).toBe('EXPIRED');
    expect(await desk.left()).toEqual({ pages: 0, parts: 0 });
    expect(await desk.told()).toHaveLength(2);
  });
});
