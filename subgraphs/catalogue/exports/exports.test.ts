import { createHash } from 'node:crypto';
import { accessMarks, type Caller, type CardEvent, documentStatuses, EXCHANGE, parseExportId, type Refusal } from '@chancery/domain';
import { type Exports, exportSettingsIn } from '@chancery/exporting';
import { Unreachable } from '@chancery/trust';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { migratedDoors } from '../../../tests/kit/databases.ts';
import { cardEvent, events, FIN, JUS, MOH } from '../../../tests/kit/eventBuilders.ts';
import { begin, cancel, Directory, exportsOn, fetched, standing } from '../../../tests/kit/madeExports.ts';
import { writeFile } from '../../exporting/writeFile.ts';
import { type CatalogueDatabase, openCatalogue } from '../database.ts';
import { listDocuments } from '../documents.ts';
import { keepEvents } from '../followers.ts';
import { catalogue } from '../index.ts';
import { documentsList } from './documentsList.ts';

let db: CatalogueDatabase;
/** For what no service does: it empties tables, and leaves what a crash would. */
let owner: CatalogueDatabase;
let directory: Directory;
let clerk: Caller;
const running = new Set<Exports>();

beforeAll(async () => {
  const doors = await migratedDoors(catalogue.migrations);
  db = openCatalogue(doors.service);
  owner = openCatalogue(doors.owner);
});
afterAll(() => Promise.all([db.$disconnect(), owner.$disconnect()]));
beforeEach(async () => {
  await owner.$executeRaw`TRUNCATE card, card_tally, word, consignment, export, export_page, export_part, kernel.outbox, kernel.command_request`;
  directory = new Directory();
  clerk = directory.admit(JUS);
});
afterEach(async () => {
  await Promise.all([...running].map(({ worker }) => worker.stop()));
  running.clear();
});

const keep = (...cards: readonly CardEvent[]) => db.$transaction((tx) => keepEvents(tx, events(cards)));
const many = (count: number, change: Partial<CardEvent> = {}) =>
  Array.from({ length: count }, (_, n) => cardEvent({ title: `No. ${n}`, ...change }));

/** Exports of documents with pages of 10, at work unless a test wants otherwise. */
function made({
  environment = {},
  list = documentsList(db, 10),
  works = true,
  directory: asked = directory.copy,
}: Partial<Making> = {}): Exports {
  const exports = exportsOn(db, asked, [list], environment);
  if (works) exports.worker.start();
  running.add(exports);
  return exports;
}
interface Making {
  readonly environment: Record<string, string>;
  readonly list: ReturnType<typeof documentsList>;
  readonly works: boolean;
  readonly directory: Directory['copy'];
}

const order = (exports: Partial<Parameters<typeof begin>[2]> = {}) => ({
  list: documentsList(db, 10),
  asked: {},
  columns: null,
  format: 'CSV' as const,
  ...exports,
});

const ended = (exports: Exports, caller: Caller, id: string) =>
  expect.poll(async () => (await standing(exports, caller, id)).status, { timeout: 10_000, interval: 20 });

async function everyPage(caller: Caller, orderBy: 'NEWEST_FIRST' | 'TITLE'): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await listDocuments({ db, smallestGroup: 1 }, caller, { first: 100, after, orderBy });
    ids.push(...(await page.edges()).map(({ node }) => node.id));
    const { hasNextPage, endCursor } = await page.pageInfo();
    if (!hasNextPage) return ids;
    after = endCursor();
  }
}

const idsIn = (bytes: Buffer): readonly string[] =>
  (parse(bytes, { bom: true, columns: true }) as readonly { id: string }[]).map(({ id }) => id);
const left = async () => {
  const [row] = await db.$queryRaw<{ pages: number; parts: number }[]>`
    SELECT (SELECT count(*)::int FROM export_page) AS pages, (SELECT count(*)::int FROM export_part) AS parts`;
  return row;
};
const told = () => db.$queryRaw<{ act: { name: string; official: string }; payload: Record<string, unknown> }[]>`
  SELECT act, payload FROM kernel.outbox ORDER BY row_id`;

describe('an export of documents (§3.13)', () => {
  test('has the rows that the pages of the list have, in their order, for every caller', { timeout: 120_000 }, async () => {
    const readers = [[], [FIN], [MOH, FIN], [EXCHANGE]];
    await keep(
      ...documentStatuses.flatMap((status) =>
        accessMarks.flatMap((access) =>
          [JUS, FIN].flatMap((institution) => readers.map((each) => cardEvent({ status, access, institution, readers: each }))),
        ),
      ),
    );
    const exports = made({ environment: { CHANCERY_EXPORTS_UNDER_WAY: '1000' } });
    const callers = [JUS, FIN, MOH, EXCHANGE].flatMap((institution) =>
      [true, false].flatMap((clearance) =>
        (['CLERK', 'ANALYST'] as const).map((duty) =>
          directory.admit(institution, { clearance, duties: [duty] }, `o.${clearance}.${duty.toLowerCase()}`),
        ),
      ),
    );
    for (const caller of callers)
      for (const orderBy of ['NEWEST_FIRST', 'TITLE'] as const) {
        const id = await begin(exports, caller, order({ asked: { orderBy } }));
        await ended(exports, caller, id).toBe('FINISHED');
        const { bytes } = await fetched(exports, caller, id);
        const known = await everyPage(caller, orderBy);
        expect(known.length).toBeGreaterThan(0);
        expect(idsIn(bytes)).toEqual(known);
        expect(await standing(exports, caller, id)).toMatchObject({
          progress: { rows: known.length, totalRows: known.length },
          size: bytes.length,
        });
      }
    expect((await left())?.pages).toBe(0);
  });

  test('has the columns that were named, in that order', async () => {
    await keep(cardEvent({ title: '=1+1', outgoingNumber: '-5' }));
    const exports = made();
    const id = await begin(exports, clerk, order({ columns: ['title', 'outgoingNumber', 'institution'] }));
    await ended(exports, clerk, id).toBe('FINISHED');
    const { bytes, headers } = await fetched(exports, clerk, id);
    expect(bytes.toString()).toBe("\uFEFFtitle,outgoingNumber,institution\r\n'=1+1,'-5,JUS\r\n");
    expect(headers['export-name']).toMatch(/^documents-\d{4}-\d\d-\d\d-[0-9A-Z]{6}\.csv$/);
  });

  test('is for who began it, acting for the same institution, and for nobody else', async () => {
    const exports = made();
    const id = await begin(exports, clerk, order());
    await ended(exports, clerk, id).toBe('FINISHED');
    const others = [directory.admit(JUS, {}, 'a.other'), directory.admit(FIN), { ...clerk, institution: FIN }];
    for (const other of others) {
      expect((await fetched(exports, other, id)).code).toBe('EXPORT_NOT_FOUND');
      await expect(standing(exports, other, id)).rejects.toMatchObject({ code: 'EXPORT_NOT_FOUND' });
      await expect(cancel(exports, other, id)).rejects.toMatchObject({ code: 'EXPORT_NOT_FOUND' });
    }
    expect(
      (
        await fetched(
          exports,
          clerk,
          id.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        )
      ).code,
    ).toBe('EXPORT_NOT_FOUND');
    expect((await fetched(exports, clerk, id.replace('catalogue', 'audit'))).code).toBe('EXPORT_NOT_FOUND');
    expect((await fetched(exports, clerk, "x' OR TRUE--")).code).toBe('MALFORMED_ID');
  });

  test('is not given any more to who has lost the duty or the clearance under which it was made', async () => {
    await keep(cardEvent({ access: 'RESTRICTED', title: null }));
    const exports = made();
    const cleared = directory.admit(JUS, { clearance: true }, 'c.cleared');
    const id = await begin(exports, cleared, order());
    await ended(exports, cleared, id).toBe('FINISHED');
    expect((await fetched(exports, cleared, id)).status).toBe(200);
    expect((await fetched(exports, { ...cleared, clearance: false }, id)).code).toBe('EXPORT_NOT_FOUND');
    expect((await fetched(exports, { ...cleared, duties: ['OPERATOR'] }, id)).code).toBe('EXPORT_NOT_FOUND');
  });

  test.each([
    ['the duty', (caller: Caller) => ({ ...caller, duties: [] }), 'DUTY_REQUIRED'],
    ['the clearance', (caller: Caller) => ({ ...caller, clearance: false }), 'EXPORT_RIGHTS_CHANGED'],
    ['more rights', (caller: Caller) => ({ ...caller, institution: EXCHANGE, duties: ['ANALYST' as const] }), 'EXPORT_RIGHTS_CHANGED'],
  ])('fails when its official has got or lost %s meanwhile, and what was gathered is dropped', async (_, change, code) => {
    await keep(...many(45));
    const cleared = directory.admit(JUS, { clearance: true }, 'c.cleared');
    const list = documentsList(db, 10);
    let pages = 0;
    const exports = made({
      list: {
        ...list,
        async readPage(...asked) {
          pages += 1;
          if (pages === 3) directory.change({ ...change(cleared), official: cleared.official });
          return list.readPage(...asked);
        },
      },
    });
    const id = await begin(exports, cleared, order());
    await ended(exports, cleared, id).toBe('FAILED');
    expect((await standing(exports, cleared, id)).failure).toMatchObject({ code });
    expect(await left()).toEqual({ pages: 0, parts: 0 });
    expect((await fetched(exports, cleared, id)).code).toBe('EXPORT_FAILED');
    expect(pages).toBe(3);
    expect((await told()).at(-1)).toMatchObject({
      act: { name: 'finishExport' },
      payload: { exportId: id, failure: { code }, rows: null },
    });
  });
});

describe('an export that is broken off', () => {
  test('while its rows are gathered goes on where it was, at another server, and whoever comes back late changes nothing', async () => {
    await keep(...many(55));
    const list = documentsList(db, 10);
    const stuck = Promise.withResolvers<void>();
    let read = 0;
    const first = made({
      list: {
        ...list,
        async readPage(...asked) {
          read += 1;
          if (read === 4) await stuck.promise;
          return list.readPage(...asked);
        },
      },
    });
    const id = await begin(first, clerk, order());
    await expect.poll(() => read, { timeout: 10_000 }).toBe(4);
    await owner.$executeRaw`UPDATE export SET lease_until = now() - interval '1 second'`;
    let again = 0;
    const second = made({
      list: {
        ...list,
        readPage(...asked) {
          again += 1;
          return list.readPage(...asked);
        },
      },
    });
    await ended(second, clerk, id).toBe('FINISHED');
    expect(again).toBe(3);
    const before = await fetched(second, clerk, id);
    stuck.resolve();
    await first.worker.stop();
    const after = await fetched(second, clerk, id);
    expect(after.bytes.equals(before.bytes)).toBe(true);
    expect(idsIn(after.bytes)).toEqual(await everyPage(clerk, 'NEWEST_FIRST'));
    expect(await left()).toEqual({ pages: 0, parts: 1 });
    expect((await told()).filter(({ act }) => act.name === 'finishExport')).toHaveLength(1);
  });

  test('while its file is written is written anew, by who comes next', async () => {
    await keep(...many(25));
    const idle = made({ works: false });
    const id = await begin(idle, clerk, order());
    // As a server leaves it that was killed behind the first piece.
    const worker = made();
    await ended(worker, clerk, id).toBe('FINISHED');
    const whole = await fetched(worker, clerk, id);
    await worker.worker.stop();
    const rows = idsIn(whole.bytes);
    await owner.$executeRaw`
      UPDATE export SET status = 'RUNNING', worker = 'gone', pages = 1, lease_until = now() - interval '1 second', size = NULL, sha256 = NULL, finished_at = NULL`;
    await owner.$executeRaw`UPDATE export_part SET bytes = substring(bytes FOR 7)`;
    await owner.$executeRaw`INSERT INTO export_part VALUES (${id}, 1, 'left')`;
    await owner.$executeRaw`INSERT INTO export_page VALUES (${id}, 0, ${JSON.stringify(rows.map((each) => [each, ...Array(10).fill(null)]))})`;
    const next = made();
    await ended(next, clerk, id).toBe('FINISHED');
    const { bytes, headers } = await fetched(next, clerk, id);
    expect(idsIn(bytes)).toEqual(rows);
    expect(headers['export-sha256']).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('and whose pages are not all there any more, as after a restore without them, is never taken for whole', async () => {
    await keep(...many(35));
    const idle = made({ works: false });
    const id = await begin(idle, clerk, order());
    await owner.$executeRaw`UPDATE export SET status = 'RUNNING', rows = 35, total_rows = 35, pages = 4, gathered_at = now(), attempts = 4`;
    await owner.$executeRaw`INSERT INTO export_page VALUES (${id}, 0, '[]'), (${id}, 1, '[]'), (${id}, 3, '[]')`;
    const exports = made();
    await ended(exports, clerk, id).toBe('FAILED');
    expect((await standing(exports, clerk, id)).failure).toMatchObject({ code: 'EXPORT_FAILED' });
    expect(await left()).toEqual({ pages: 0, parts: 0 });
  });

  test('by its server’s end each time is given up, and does not end the next one', async () => {
    const idle = made({ works: false });
    const id = await begin(idle, clerk, order());
    await owner.$executeRaw`UPDATE export SET status = 'RUNNING', worker = 'gone', attempts = 5, lease_until = now() - interval '1 second'`;
    const readPage = vi.fn(documentsList(db, 10).readPage);
    const exports = made({ list: { ...documentsList(db, 10), readPage } });
    await ended(exports, clerk, id).toBe('FAILED');
    expect((await standing(exports, clerk, id)).failure).toMatchObject({ code: 'EXPORT_FAILED' });
    expect(readPage).not.toHaveBeenCalled();
  });

  test('because nobody can say what its official may has not been tried in vain', async () => {
    await keep(...many(3));
    const { findOfficial } = directory.copy;
    let asked = 0;
    const away = async (official: string) => {
      asked += 1;
      if (asked <= 7) throw new Unreachable('directory', 'no connection');
      if (asked === 8) throw new Error('A fault, once.');
      return findOfficial(official);
    };
    const exports = made({ directory: { ...directory.copy, findOfficial: away } });
    const id = await begin(exports, clerk, order());
    await expect
      .poll(
        async () => {
          await owner.$executeRaw`UPDATE export SET lease_until = NULL WHERE worker IS NULL`;
          exports.worker.nudge();
          return (await standing(exports, clerk, id)).status;
        },
        { timeout: 10_000, interval: 20 },
      )
      .toBe('FINISHED');
    expect(asked).toBeGreaterThan(8);
  });

  test('is left at a word to stop, and goes on at the next start', async () => {
    await keep(...many(35));
    const list = documentsList(db, 10);
    let stop: Promise<void> | undefined;
    let read = 0;
    const first = made({
      list: {
        ...list,
        async readPage(...asked) {
          read += 1;
          if (read === 2) stop = first.worker.stop();
          return list.readPage(...asked);
        },
      },
    });
    const id = await begin(first, clerk, order());
    await expect.poll(() => stop !== undefined, { timeout: 10_000 }).toBe(true);
    await stop;
    expect(await standing(first, clerk, id)).toMatchObject({ status: 'RUNNING', progress: { rows: 10 } });
    const next = made();
    await ended(next, clerk, id).toBe('FINISHED');
    expect(await standing(next, clerk, id)).toMatchObject({ progress: { rows: 35 } });
  });

  const asleep = async () => {
    await db.$queryRaw`SELECT pg_sleep(20)`;
    throw new Error('Nobody stopped it.');
  };
  const asleepNow = () => db.$queryRaw<unknown[]>`
    SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(%' AND state = 'active' AND pid <> pg_backend_pid()`;
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
    await keep(...many(15));
    const first = made({ list: { ...documentsList(db, 10), ...list }, directory: { ...directory.copy, ...asked } });
    const id = await begin(first, clerk, order());
    await ended(first, clerk, id).toBe('RUNNING');
    await expect.poll(async () => (await asleepNow()).length, { timeout: 10_000 }).toBe(statements);
    const toldAt = performance.now();
    await first.worker.stop();

    expect(performance.now() - toldAt).toBeLessThan(2_000);
    const standing = await db.$queryRaw`SELECT worker, lease_until <= now() AS "isFree", attempts FROM export`;
    expect(standing).toEqual([{ worker: null, isFree: true, attempts: 0 }]);
    await expect.poll(async () => (await asleepNow()).length, { timeout: 5_000 }).toBe(0);
    const next = made();
    await ended(next, clerk, id).toBe('FINISHED');
  });

  test('at a word to stop while its file is written reads no more pages', async () => {
    const id = parseExportId(await begin(made({ works: false }), clerk, order()));
    await owner.$executeRaw`UPDATE export SET status = 'RUNNING', worker = 'writing'`;
    for (const number of [0, 1, 2]) await owner.$executeRaw`INSERT INTO export_page VALUES (${id}, ${number}, '[]')`;
    const row = { id, list: 'documents', format: 'XLSX', asked: '{}', columns: ['id'], pages: 3, started_at: new Date() };
    const read = vi.spyOn(db, '$queryRaw');
    const exporting = { owner: 'catalogue', db, directory: directory.copy, settings: exportSettingsIn(), lists: [] } as const;
    const stopped = writeFile(exporting, { id, worker: 'writing' }, row as never, documentsList(db), AbortSignal.abort());
    await expect(stopped).rejects.toThrow('aborted');
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });

  test('by a fault every time is given up after some attempts', async () => {
    const list = documentsList(db, 10);
    const exports = made({ list: { ...list, readPage: () => Promise.reject(new Error('The table is gone.')) } });
    const id = await begin(exports, clerk, order());
    await expect
      .poll(
        async () => {
          await owner.$executeRaw`UPDATE export SET lease_until = NULL WHERE worker IS NULL`;
          exports.worker.nudge();
          return (await standing(exports, clerk, id)).failure?.code;
        },
        { timeout: 10_000, interval: 20 },
      )
      .toBe('EXPORT_FAILED');
  });
});

describe('a part of an export', () => {
  const begun = async () => {
    await keep(...many(40));
    const exports = made();
    const id = await begin(exports, clerk, order({ format: 'NDJSON' }));
    await ended(exports, clerk, id).toBe('FINISHED');
    const whole = await fetched(exports, clerk, id);
    return { exports, id, whole, tag: `"${whole.headers['export-sha256']}"` };
  };

  test('is given as it is asked for, of the file that the asker began with', async () => {
    const { exports, id, whole, tag } = await begun();
    const size = whole.bytes.length;
    const part = await fetched(exports, clerk, id, { range: 'bytes=100-199', 'if-range': tag });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': `bytes 100-199/${size}`, 'content-length': '100' } });
    expect(part.bytes.equals(whole.bytes.subarray(100, 200))).toBe(true);
    expect((await fetched(exports, clerk, id, { range: 'bytes=100-199', 'if-range': '"another"' })).status).toBe(200);
    expect((await fetched(exports, clerk, id, { range: `bytes=${size}-` })).status).toBe(416);
    for (const nonsense of ['bytes=', 'lines=1-2', 'bytes=9-1', 'bytes=0-1,5-6', 'bytes=-', 'x'.repeat(500)]) {
      const { bytes } = await fetched(exports, clerk, id, { range: nonsense });
      expect(bytes.length === size || bytes.length === 0).toBe(true);
    }
    expect((await fetched(exports, clerk, id, { 'if-none-match': `W/${tag}` })).status).toBe(304);
    expect(await fetched(exports, clerk, id, { head: '' })).toMatchObject({
      status: 200,
      headers: { 'export-size': String(size) },
      bytes: Buffer.alloc(0),
    });
  });

  test('across pieces is whole', async () => {
    const { exports, id } = await begun();
    const pieces = [Buffer.alloc(1024 * 1024, 'a'), Buffer.alloc(1024 * 1024, 'b'), Buffer.from('c')];
    await owner.$executeRaw`DELETE FROM export_part`;
    for (const [number, bytes] of pieces.entries()) await owner.$executeRaw`INSERT INTO export_part VALUES (${id}, ${number}, ${bytes})`;
    await owner.$executeRaw`UPDATE export SET size = ${2 * 1024 * 1024 + 1}`;
    const all = Buffer.concat(pieces);
    expect((await fetched(exports, clerk, id)).bytes.equals(all)).toBe(true);
    const { bytes } = await fetched(exports, clerk, id, { range: `bytes=${1024 * 1024 - 1}-${2 * 1024 * 1024}` });
    expect(bytes.equals(all.subarray(1024 * 1024 - 1))).toBe(true);
  });
});

describe('what may be exported (§3.15)', () => {
  const refused = (begun: Promise<unknown>): Promise<Partial<Refusal>> =>
    begun.then(
      () => ({}),
      (error: Refusal) => error,
    );

  test('has no more rows or bytes than the operator has set', async () => {
    await keep(...many(30));
    for (const environment of [{ CHANCERY_EXPORT_ROWS: '29' }, { CHANCERY_EXPORT_BYTES: '500' }]) {
      const exports = made({ environment });
      const id = await begin(exports, clerk, order());
      await ended(exports, clerk, id).toBe('FAILED');
      expect((await standing(exports, clerk, id)).failure).toMatchObject({ code: 'EXPORT_TOO_LARGE', clause: '3.15' });
      expect(await left()).toEqual({ pages: 0, parts: 0 });
      await exports.worker.stop();
    }
  });

  test('is bounded for each official and for the service, also where many begin at once', async () => {
    const exports = made({ works: false, environment: { CHANCERY_EXPORTS_PER_OFFICIAL: '2', CHANCERY_EXPORTS_UNDER_WAY: '3' } });
    const begun = await Promise.all(Array.from({ length: 5 }, () => refused(begin(exports, clerk, order()))));
    expect(begun.map(({ code }) => code).filter((code) => code === 'TOO_MANY_EXPORTS')).toHaveLength(3);
    await begin(exports, directory.admit(FIN), order());
    expect(await refused(begin(exports, directory.admit(MOH), order()))).toMatchObject({ code: 'EXPORTS_BUSY' });
  });

  test('is not begun where the files of all together are as large as they may be', async () => {
    const exports = made({ environment: { CHANCERY_EXPORTS_BYTES: '1' } });
    const id = await begin(exports, clerk, order());
    await ended(exports, clerk, id).toBe('FINISHED');
    expect(await refused(begin(exports, directory.admit(FIN), order()))).toMatchObject({ code: 'EXPORTS_BUSY', clause: '3.15' });
    await exports.worker.stop();
  });

  test('asks for columns that there are, for sound filters and orders, and for the duty', async () => {
    const exports = made({ works: false });
    const asked = [
      { columns: ['id', 'abstract'] },
      { columns: [] },
      { columns: ['id', 'id'] },
      { asked: { orderBy: 'RELEVANCE' } },
      { asked: { filter: { documentDateFrom: 'soon' } } },
      { asked: { filter: { text: 'x', institution: Array.from({ length: 1_001 }, () => 'JUS') } } },
    ];
    for (const each of asked) expect(await refused(begin(exports, clerk, order(each)))).toMatchObject({ code: 'BAD_INPUT' });
    expect(
      await refused(begin(exports, clerk, order({ asked: { filter: { kind: Array.from({ length: 1_000 }, () => 'X'.repeat(60)) } } }))),
    ).toMatchObject({ code: 'BAD_INPUT' });
    expect(await refused(begin(exports, clerk, order({ asked: { filter: { institution: ['nobody'] } } })))).toMatchObject({
      code: 'MALFORMED_ID',
    });
    expect(await refused(begin(exports, { ...clerk, duties: ['OPERATOR'] }, order()))).toMatchObject({
      code: 'DUTY_REQUIRED',
      clause: '2.3.5',
    });
    expect(await db.$queryRaw`SELECT FROM export`).toHaveLength(0);
  });

  test('is begun once for one request id', async () => {
    const exports = made({ works: false, environment: { CHANCERY_EXPORTS_PER_OFFICIAL: '1' } });
    const id = await begin(exports, clerk, order(), 'once');
    expect(await begin(exports, clerk, order(), 'once')).toBe(id);
    expect(await told()).toHaveLength(1);
  });
});

describe('what is on record of an export (§3.14)', () => {
  test('is what was asked, what came of it, and that it was given up', async () => {
    await keep(...many(3));
    const exports = made();
    const id = await begin(exports, clerk, order({ asked: { filter: { kind: ['LegalOpinion'] } }, columns: ['id'] }));
    await ended(exports, clerk, id).toBe('FINISHED');
    const query = '{"list":"documents","asked":{"filter":{"kind":["LegalOpinion"]}},"columns":["id"],"format":"CSV"}';
    const { size, sha256 } = await standing(exports, clerk, id);
    await cancel(exports, clerk, id);
    expect(await left()).toEqual({ pages: 0, parts: 0 });
    expect((await fetched(exports, clerk, id)).code).toBe('EXPORT_CANCELLED');
    await expect(cancel(exports, clerk, id)).rejects.toMatchObject({ code: 'EXPORT_CANCELLED' });
    const none = { rows: null, size: null, sha256: null, failure: null };
    const act = (name: string) => ({ name, official: clerk.official, institution: JUS, duties: ['CLERK'] });
    expect(await told()).toMatchObject([
      { act: act('startExport'), payload: { type: 'export', exportId: id, query, ...none } },
      { act: act('finishExport'), payload: { type: 'export', exportId: id, query, rows: 3, size, sha256, failure: null } },
      { act: act('cancelExport'), payload: { type: 'export', exportId: id, query, ...none } },
      { act: act('cancelExport'), payload: { type: 'refused', subject: id, code: 'EXPORT_CANCELLED', clause: '3.14' } },
    ]);
  });

  test('stays when the export is dropped after its time', async () => {
    const exports = made();
    const id = await begin(exports, clerk, order());
    await ended(exports, clerk, id).toBe('FINISHED');
    await exports.worker.stop();
    await owner.$executeRaw`UPDATE export SET expires_at = now() - interval '1 second'`;
    expect((await fetched(exports, clerk, id)).code).toBe('EXPORT_EXPIRED');
    made();
    await ended(exports, clerk, id).toBe('EXPIRED');
    expect(await left()).toEqual({ pages: 0, parts: 0 });
    expect(await told()).toHaveLength(2);
  });
});
