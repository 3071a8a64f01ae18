import type { Caller, CardEvent } from '@chancery/domain';
import type { ExportableList, Exports } from '@chancery/exporting';
import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type CatalogueDatabase, openCatalogue } from '../../subgraphs/catalogue/database.ts';
import { listDocuments } from '../../subgraphs/catalogue/documents.ts';
import { documentsList } from '../../subgraphs/catalogue/exports/documentsList.ts';
import { keepEvents } from '../../subgraphs/catalogue/followers.ts';
import { catalogue } from '../../subgraphs/catalogue/index.ts';
import { migratedDoors } from './databases.ts';
import { cardEvent, events, JUS } from './eventBuilders.ts';
import { type begin, Directory, exportsOn, standing } from './madeExports.ts';

type Order = Parameters<typeof begin>[2];

interface Making {
  readonly environment: Record<string, string>;
  readonly list: ExportableList;
  readonly works: boolean;
  readonly directory: Directory['copy'];
}

/** A catalogue's exports for the tests of one file: emptied before each, stopped behind each. */
export function catalogueExports(): CatalogueExports {
  const desk = new CatalogueExports();
  beforeAll(() => desk.open());
  beforeEach(() => desk.begin());
  afterEach(() => desk.stop());
  afterAll(() => desk.close());
  return desk;
}

class CatalogueExports {
  db!: CatalogueDatabase;
  /** For what no service does: it empties tables, and leaves what a crash would. */
  owner!: CatalogueDatabase;
  directory = new Directory();
  clerk!: Caller;
  readonly #running = new Set<Exports>();

  async open(): Promise<void> {
    const doors = await migratedDoors(catalogue.migrations);
    this.db = openCatalogue(doors.service);
    this.owner = openCatalogue(doors.owner);
  }

  async begin(): Promise<void> {
    await this.owner
      .$executeRaw`TRUNCATE card, card_tally, word, consignment, export, export_page, export_part, kernel.outbox, kernel.command_request`;
    this.directory = new Directory();
    this.clerk = this.directory.admit(JUS);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running].map(({ worker }) => worker.stop()));
    this.#running.clear();
  }

  async close(): Promise<void> {
    await Promise.all([this.db.$disconnect(), this.owner.$disconnect()]);
  }

  keep(...cards: readonly CardEvent[]): Promise<unknown> {
    return this.db.$transaction((tx) => keepEvents(tx, events(cards)));
  }

  /** So many documents more. */
  keepMany(count: number): Promise<unknown> {
    return this.keep(...Array.from({ length: count }, (_, n) => cardEvent({ title: `No. ${n}` })));
  }

  /** Documents, in pages of 10. */
  get list() {
    return documentsList(this.db, 10);
  }

  /** The same; before each page is read something happens, which hears the how-manieth it is. */
  listThat(beforePage: (page: number) => unknown): ReturnType<typeof documentsList> {
    const { list } = this;
    let page = 0;
    return {
      ...list,
      async readPage(...asked) {
        page += 1;
        await beforePage(page);
        return list.readPage(...asked);
      },
    };
  }

  /** Exports of documents, at work unless a test wants otherwise. */
  made({ environment = {}, list = this.list, works = true, directory = this.directory.copy }: Partial<Making> = {}): Exports {
    const exports = exportsOn(this.db, directory, [list], environment);
    if (works) exports.worker.start();
    this.#running.add(exports);
    return exports;
  }

  order(change: Partial<Order> = {}): Order {
    return { list: this.list, asked: {}, columns: null, format: 'CSV', ...change };
  }

  /** How far an export is, asked until it is what a test expects. */
  ended(exports: Exports, caller: Caller, id: string) {
    return expect.poll(async () => (await standing(exports, caller, id)).status, { timeout: 10_000, interval: 20 });
  }

  /** The ids of all that a caller's pages show. */
  async everyPage(caller: Caller, orderBy: 'NEWEST_FIRST' | 'TITLE'): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await listDocuments({ db: this.db, smallestGroup: 1 }, caller, { first: 100, after, orderBy });
      ids.push(...(await page.edges()).map(({ node }) => node.id));
      const { hasNextPage, endCursor } = await page.pageInfo();
      if (!hasNextPage) return ids;
      after = endCursor();
    }
  }

  /** What is kept of exports. */
  async left(): Promise<{ readonly pages: number; readonly parts: number } | undefined> {
    const [row] = await this.db.$queryRaw<{ pages: number; parts: number }[]>`
      SELECT (SELECT count(*)::int FROM export_page) AS pages, (SELECT count(*)::int FROM export_part) AS parts`;
    return row;
  }

  /** What the audit trail is told, in its order. */
  told(): Promise<{ act: { name: string; official: string }; payload: Record<string, unknown> }[]> {
    return this.db.$queryRaw`SELECT act, payload FROM kernel.outbox ORDER BY row_id`;
  }
}

/** The ids in a CSV file. */
export const idsIn = (bytes: Buffer): readonly string[] =>
  (parse(bytes, { bom: true, columns: true }) as readonly { id: string }[]).map(({ id }) => id);
