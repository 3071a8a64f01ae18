import type { EventPayload } from '@chancery/domain';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type CatalogueDatabase, openCatalogue } from '../../subgraphs/catalogue/database.ts';
import { keepEvents } from '../../subgraphs/catalogue/followers.ts';
import { catalogue } from '../../subgraphs/catalogue/index.ts';
import { migratedDatabase } from './databases.ts';
import { events } from './eventBuilders.ts';

/** The catalogue's database as its service opens it, once the hooks of a file have run. */
export let db: CatalogueDatabase;

/** Opens a catalogue for a file, of which each test finds none of its cards and consignments kept, and closes it after its last test. */
export function catalogueOfFile(): void {
  beforeAll(async () => {
    db = openCatalogue(await migratedDatabase(catalogue.migrations));
  });
  beforeEach(() => db.$executeRaw`TRUNCATE card, card_tally, word, consignment`);
  afterAll(() => db.$disconnect());
}

/** Keeps what perimeters and the exchange tell, in that order. */
export const keep = (...payloads: readonly EventPayload[]): Promise<unknown> => db.$transaction((tx) => keepEvents(tx, events(payloads)));
