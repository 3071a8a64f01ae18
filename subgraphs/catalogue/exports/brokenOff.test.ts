import { createHash } from 'node:crypto';
import { parseExportId } from '@chancery/domain';
import { exportSettingsIn } from '@chancery/exporting';
import { Unreachable } from '@chancery/trust';
import { describe, expect, test, vi } from 'vitest';
import { catalogueExports, idsIn } from '../../../tests/kit/catalogueExports.ts';
import { begin, type Directory, fetched, standing } from '../../../tests/kit/madeExports.ts';
import { writeFile } from '../../exporting/writeFile.ts';
import { documentsList } from './documentsList.ts';

const desk = catalogueExports();

describe('an export that is broken off', () => {
  test('while its rows are gathered goes on where it was, at another server, and whoever comes back late changes nothing', async () => {
    await desk.keepMany(55);
    const stuck = Promise.withResolvers<void>();
    let read = 0;
    const list = desk.listThat((page) => {
      read = page;
      return page === 4 ? stuck.promise : undefined;
    });
    const first = desk.made({ list });
    const id = await begin(first, desk.clerk, desk.order());
    await expect.poll(() => read, { timeout: 10_000 }).toBe(4);
    await desk.owner.$executeRaw`UPDATE export SET lease_until = now() - interval '1 second'`;
    let again = 0;
    const counted = desk.listThat((page) => {
      again = page;
    });
    const second = desk.made({ list: counted });
    await desk.ended(second, desk.clerk, id).toBe('FINISHED');
    expect(again).toBe(3);
    const before = await fetched(second, desk.clerk, id);
    stuck.resolve();
    await first.worker.stop();
    const after = await fetched(second, desk.clerk, id);
    expect(after.bytes.equals(before.bytes)).toBe(true);
    expect(idsIn(after.bytes)).toEqual(await desk.everyPage(desk.clerk, 'NEWEST_FIRST'));
    expect(await desk.left()).toEqual({ pages: 0, parts: 1 });
    expect((await desk.told()).filter(({ act }) => act.name === 'finishExport')).toHaveLength(1);
  });

  test('while its file is written is written anew, by who comes next', async () => {
    await desk.keepMany(25);
    const idle = desk.made({ works: false });
    const id = await begin(idle, desk.clerk, desk.order());
    // As a server leaves it that was killed behind the first piece.
    const worker = desk.made();
    await desk.ended(worker, desk.clerk, id).toBe('FINISHED');
    const whole = await fetched(worker, desk.clerk, id);
    await worker.worker.stop();
    const rows = idsIn(whole.bytes);
    await desk.owner.$executeRaw`
      UPDATE export SET status = 'RUNNING', worker = 'gone', pages = 1, lease_until = now() - interval '1 second', size = NULL, sha256 = NULL, finished_at = NULL`;
    await desk.owner.$executeRaw`UPDATE export_part SET bytes = substring(bytes FOR 7)`;
    await desk.owner.$executeRaw`INSERT INTO export_part VALUES (${id}, 1, 'left')`;
    await desk.owner
      .$executeRaw`INSERT INTO export_page VALUES (${id}, 0, ${JSON.stringify(rows.map((each) => [each, ...Array(10).fill(null)]))})`;
    const next = desk.made();
    await desk.ended(next, desk.clerk, id).toBe('FINISHED');
    const { bytes, headers } = await fetched(next, desk.clerk, id);
    expect(idsIn(bytes)).toEqual(rows);
    expect(headers['export-sha256']).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('and whose pages are not all there any more, as after a restore without them, is never taken for whole', async () => {
    await desk.keepMany(35);
    const idle = desk.made({ works: false });
    const id = await begin(idle, desk.clerk, desk.order());
    await desk.owner
      .$executeRaw`UPDATE export SET status = 'RUNNING', rows = 35, total_rows = 35, pages = 4, gathered_at = now(), attempts = 4`;
    await desk.owner.$executeRaw`INSERT INTO export_page VALUES (${id}, 0, '[]'), (${id}, 1, '[]'), (${id}, 3, '[]')`;
    const exports = desk.made();
    await desk.ended(exports, desk.clerk, id).toBe('FAILED');
    expect((await standing(exports, desk.clerk, id)).failure).toMatchObject({ code: 'EXPORT_FAILED' });
    expect(await desk.left()).toEqual({ pages: 0, parts: 0 });
  });

  test('by its server’s end each time is given up, and does not end the next one', async () => {
    const idle = desk.made({ works: false });
    const id = await begin(idle, desk.clerk, desk.order());
    await desk.owner
      .$executeRaw`UPDATE export SET status = 'RUNNING', worker = 'gone', attempts = 5, lease_until = now() - interval '1 second'`;
    const readPage = vi.fn(desk.list.readPage);
    const exports = desk.made({ list: { ...desk.list, readPage } });
    await desk.ended(exports, desk.clerk, id).toBe('FAILED');
    expect((await standing(exports, desk.clerk, id)).failure).toMatchObject({ code: 'EXPORT_FAILED' });
    expect(readPage).not.toHaveBeenCalled();
  });

  test('because nobody can say what its official may has not been tried in vain', async () => {
    await desk.keepMany(3);
    const { findOfficial } = desk.directory.copy;
    let asked = 0;
    const away = async (official: string) => {
      asked += 1;
      if (asked <= 7) throw new Unreachable('directory', 'no connection');
      if (asked === 8) throw new Error('A fault, once.');
      return findOfficial(official);
    };
    const exports = desk.made({ directory: { ...desk.directory.copy, findOfficial: away } });
    const id = await begin(exports, desk.clerk, desk.order());
    await expect
      .poll(
        async () => {
          await desk.owner.$executeRaw`UPDATE export SET lease_until = NULL WHERE worker IS NULL`;
          exports.worker.nudge();
          return (await standing(exports, desk.clerk, id)).status;
        },
        { timeout: 10_000, interval: 20 },
      )
      .toBe('FINISHED');
    expect(asked).toBeGreaterThan(8);
  });

  test('is left at a word to stop, and goes on at the next start', async () => {
    await desk.keepMany(35);
    let stop: Promise<void> | undefined;
    const list = desk.listThat((page) => {
      if (page === 2) stop = first.worker.stop();
    });
    const first = desk.made({ list });
    const id = await begin(first, desk.clerk, desk.order());
    await expect.poll(() => stop !== undefined, { timeout: 10_000 }).toBe(true);
    await stop;
    expect(await standing(first, desk.clerk, id)).toMatchObject({ status: 'RUNNING', progress: { rows: 10 } });
    const next = desk.made();
    await desk.ended(next, desk.clerk, id).toBe('FINISHED');
    expect(await standing(next, desk.clerk, id)).toMatchObject({ progress: { rows: 35 } });
  });

  const asleep = async () => {
    await desk.db.$queryRaw`SELECT pg_sleep(20)`;
    throw new Error('Nobody stopped it.');
  };
  const asleepNow = () => desk.db.$queryRaw<unknown[]>`
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(%' AND state = 'active' AND pid <> pg_backend_pid()`;
  const silent = () => new Promise<undefined>(() => undefined);
  interface Slow {
    readonly list?: Partial<ReturnType<typeof documentsList>>;
    readonly directory?: Partial<Directory['copy']>;
    readonly statements: number;
  }
  test.each<[string, Slow]>([
    ['a page is read', { list: { readPage: asleep }, statements: 1 }],
    ['rows are counted', { list: { count: asleep }, statements: 1 }],
    ['the directory is asked', { directory: { findOfficial: silent }, statements: 0 }],
  ])('is given back at once at a word to stop, also while %s', async (_, { list, directory: asked, statements }) => {
    await desk.keepMany(15);
    const first = desk.made({ list: { ...desk.list, ...list }, directory: { ...desk.directory.copy, ...asked } });
    const id = await begin(first, desk.clerk, desk.order());
    await desk.ended(first, desk.clerk, id).toBe('RUNNING');
    await expect.poll(async () => (await asleepNow()).length, { timeout: 10_000 }).toBe(statements);
    const toldAt = performance.now();
    await first.worker.stop();

    expect(performance.now() - toldAt).toBeLessThan(2_000);
    const standing = await desk.db.$queryRaw`SELECT worker, lease_until <= now() AS "isFree", attempts FROM export`;
    expect(standing).toEqual([{ worker: null, isFree: true, attempts: 0 }]);
    await expect.poll(async () => (await asleepNow()).length, { timeout: 5_000 }).toBe(0);
    const next = desk.made();
    await desk.ended(next, desk.clerk, id).toBe('FINISHED');
  });

  test('at a word to stop while its file is written reads no more pages', async () => {
    const id = parseExportId(await begin(desk.made({ works: false }), desk.clerk, desk.order()));
    await desk.owner.$executeRaw`UPDATE export SET status = 'RUNNING', worker = 'writing'`;
    for (const number of [0, 1, 2]) await desk.owner.$executeRaw`INSERT INTO export_page VALUES (${id}, ${number}, '[]')`;
    const row = { id, list: 'documents', format: 'XLSX', asked: '{}', columns: ['id'], pages: 3, started_at: new Date() };
    const read = vi.spyOn(desk.db, '$queryRaw');
    const exporting = {
      ownerFor: () => 'catalogue' as const,
      db: desk.db,
      directory: desk.directory.copy,
      settings: exportSettingsIn(),
      lists: [],
    } as const;
    const stopped = writeFile(exporting, { id, worker: 'writing' }, row as never, documentsList(desk.db), AbortSignal.abort());
    await expect(stopped).rejects.toThrow('aborted');
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });

  test('by a fault every time is given up after some attempts', async () => {
    const list = desk.list;
    const exports = desk.made({ list: { ...list, readPage: () => Promise.reject(new Error('The table is gone.')) } });
    const id = await begin(exports, desk.clerk, desk.order());
    await expect
      .poll(
        async () => {
          await desk.owner.$executeRaw`UPDATE export SET lease_until = NULL WHERE worker IS NULL`;
          exports.worker.nudge();
          return (await standing(exports, desk.clerk, id)).failure?.code;
        },
        { timeout: 10_000, interval: 20 },
      )
      .toBe('EXPORT_FAILED');
  });
});
