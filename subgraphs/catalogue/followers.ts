import type { CardEvent, ConsignmentEvent, EventPayload, ExchangeEvent, IntakeEvent } from '@chancery/domain';
import { Follower, ownEvents, type Parts } from '@chancery/kernel';
import type { ServiceEntry } from '@chancery/trust';
import type { CatalogueDatabase, CatalogueTransaction } from './database.ts';
import { keepCards } from './keepCards.ts';
import { keepConsignments, keepIntakes } from './keepConsignments.ts';

/** What the catalogue follows: every perimeter and the exchange. */
export const sourcesOf = ({ config }: Pick<Parts<CatalogueDatabase>, 'config'>): readonly ServiceEntry[] => [
  ...config.registry.ofRole('perimeter'),
  ...config.registry.ofRole('exchange'),
];

/** One follower for each source; what a page tells is kept in its transaction, three statements at most. */
export const followersOf = (parts: Parts<CatalogueDatabase>): readonly Follower<CatalogueTransaction>[] =>
  sourcesOf(parts).map(
    (source) =>
      new Follower({
        db: parts.db,
        client: parts.client,
        source: source.name,
        handle: async (tx, events) => keepEvents(tx, await ownEvents(parts.directory, source, events)),
      }),
  );

/** Keeps what events tell of cards and consignments. Repeats and older revisions change nothing. */
export async function keepEvents(tx: CatalogueTransaction, events: readonly ExchangeEvent[]): Promise<void> {
  const payloads = events.map(({ payload }) => payload);
  await keepCards(tx, payloads.filter(isCard));
  await keepConsignments(tx, payloads.filter(isConsignment));
  await keepIntakes(tx, payloads.filter(isIntake));
}

const isCard = (payload: EventPayload): payload is CardEvent => payload.type === 'document';
const isConsignment = (payload: EventPayload): payload is ConsignmentEvent => payload.type === 'consignment';
const isIntake = (payload: EventPayload): payload is IntakeEvent => payload.type === 'intake';
