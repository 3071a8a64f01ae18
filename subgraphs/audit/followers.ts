import { cardsOf, type EventPayload, type ExchangeEvent } from '@chancery/domain';
import { FollowedSources, Follower, ownEvents, type Parts } from '@chancery/kernel';
import type { DirectoryCopy, ServiceEntry } from '@chancery/trust';
import { appendEntries } from './appendEntries.ts';
import type { AuditDatabase, AuditTransaction } from './database.ts';
import { withoutHearsay } from './hearsay.ts';
import { awaitFacts, keepFacts } from './keepFacts.ts';
import { perimeterOf, recordOf } from './recordOf.ts';

/**
 * One follower for each perimeter, for the exchange, the directory and the catalogue, and for what this service does itself: each event's act becomes an
 * entry. §10.1
 */
export const followersOf = ({ db, client, directory, config }: Parts<AuditDatabase>): FollowedSources =>
  new FollowedSources(
    config.registry,
    followed,
    (source) =>
      new Follower({
        db,
        client,
        source: source.name,
        handle: async (tx, events) => {
          const own = await withoutHearsay(tx, directory, source, await ownEvents(directory, source, events));
          await keepEvents(tx, own, source.name, placeAt(directory, source));
        },
        // What is on record stays there: it was told.
        forget: (tx) => awaitFacts(tx, directory.servedBy(source.name)),
      }),
  );

const followed = ['perimeter', 'exchange', 'directory', 'catalogue', 'audit'] as const;

/** Puts events on record and keeps what decides who may read their documents; two statements. */
export async function keepEvents(
  tx: AuditTransaction,
  events: readonly ExchangeEvent[],
  source: string,
  placeOf: (payload: EventPayload) => string,
): Promise<void> {
  await appendEntries(
    tx,
    events.map((event) => recordOf(event, source, placeOf(event.payload))),
  );
  await keepFacts(
    tx,
    events.flatMap(({ payload }) => cardsOf(payload)),
  );
}

/** Where an event of a source happened: in the perimeter of an institution that it serves, by that institution's code, or at the service itself. */
const placeAt =
  (directory: Pick<DirectoryCopy, 'institution'>, source: ServiceEntry) =>
  (payload: EventPayload): string => {
    const code = source.role === 'perimeter' ? perimeterOf(payload) : null;
    return code !== null && directory.institution(code)?.server === source.name ? code : source.name;
  };
