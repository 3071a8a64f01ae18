import type { Refusal } from '@chancery/domain';
import { describe, expect, test } from 'vitest';
import { catalogueExports } from '../../../tests/kit/catalogueExports.ts';
import { FIN, MOH } from '../../../tests/kit/eventBuilders.ts';
import { begin, standing } from '../../../tests/kit/madeExports.ts';

const desk = catalogueExports();

describe('what may be exported (§3.15)', () => {
  const refused = (begun: Promise<unknown>): Promise<Partial<Refusal>> =>
    begun.then(
      () => ({}),
      (error: Refusal) => error,
    );

  test('has no more rows or bytes than the operator has set', async () => {
    await desk.keepMany(30);
    for (const environment of [{ CHANCERY_EXPORT_ROWS: '29' }, { CHANCERY_EXPORT_BYTES: '500' }]) {
      const exports = desk.made({ environment });
      const id = await begin(exports, desk.clerk, desk.order());
      await desk.ended(exports, desk.clerk, id).toBe('FAILED');
      expect((await standing(exports, desk.clerk, id)).failure).toMatchObject({ code: 'EXPORT_TOO_LARGE', clause: '3.15' });
      expect(await desk.left()).toEqual({ pages: 0, parts: 0 });
      await exports.worker.stop();
    }
  });

  test('is bounded for each official and for the service, also where many begin at once', async () => {
    const exports = desk.made({ works: false, environment: { CHANCERY_EXPORTS_PER_OFFICIAL: '2', CHANCERY_EXPORTS_UNDER_WAY: '3' } });
    const begun = await Promise.all(Array.from({ length: 5 }, () => refused(begin(exports, desk.clerk, desk.order()))));
    expect(begun.map(({ code }) => code).filter((code) => code === 'TOO_MANY_EXPORTS')).toHaveLength(3);
    await begin(exports, desk.directory.admit(FIN), desk.order());
    expect(await refused(begin(exports, desk.directory.admit(MOH), desk.order()))).toMatchObject({ code: 'EXPORTS_BUSY' });
  });

  test('is not begun where the files of all together are as large as they may be', async () => {
    const exports = desk.made({ environment: { CHANCERY_EXPORTS_BYTES: '1' } });
    const id = await begin(exports, desk.clerk, desk.order());
    await desk.ended(exports, desk.clerk, id).toBe('FINISHED');
    expect(await refused(begin(exports, desk.directory.admit(FIN), desk.order()))).toMatchObject({ code: 'EXPORTS_BUSY', clause: '3.15' });
    await exports.worker.stop();
  });

  test('asks for columns that there are, for sound filters and orders, and for the duty', async () => {
    const exports = desk.made({ works: false });
    const asked = [
      { columns: ['id', 'abstract'] },
      { columns: [] },
      { columns: ['id', 'id'] },
      { asked: { orderBy: 'RELEVANCE' } },
      { asked: { filter: { documentDateFrom: 'soon' } } },
      { asked: { filter: { text: 'x', institution: Array.from({ length: 1_001 }, () => 'JUS') } } },
    ];
    for (const each of asked) expect(await refused(begin(exports, desk.clerk, desk.order(each)))).toMatchObject({ code: 'BAD_INPUT' });
    expect(
      await refused(
        begin(exports, desk.clerk, desk.order({ asked: { filter: { kind: Array.from({ length: 1_000 }, () => 'X'.repeat(60)) } } })),
      ),
    ).toMatchObject({ code: 'BAD_INPUT' });
    expect(await refused(begin(exports, desk.clerk, desk.order({ asked: { filter: { institution: ['nobody'] } } })))).toMatchObject({
      code: 'MALFORMED_ID',
    });
    expect(await refused(begin(exports, { ...desk.clerk, duties: ['OPERATOR'] }, desk.order()))).toMatchObject({
      code: 'DUTY_REQUIRED',
      clause: '2.3.5',
    });
    expect(await desk.db.$queryRaw`SELECT FROM export`).toHaveLength(0);
  });

  test('is begun once for one request id', async () => {
    const exports = desk.made({ works: false, environment: { CHANCERY_EXPORTS_PER_OFFICIAL: '1' } });
    const id = await begin(exports, desk.clerk, desk.order(), 'once');
    expect(await begin(exports, desk.clerk, desk.order(), 'once')).toBe(id);
    expect(await desk.told()).toHaveLength(1);
  });
});
