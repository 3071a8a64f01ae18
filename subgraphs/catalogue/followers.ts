import { type ConsignmentEvent, cardsOf, type EventPayload, type ExchangeEvent, type IntakeEvent } from '@chancery/domain';
import { FollowedSources, Follower, ownEvents, type Parts } from '@chancery/kernel';
import type { ServiceEntry } from '@chancery/trust';
import type { CatalogueDatabase, CatalogueTransaction } from './database.ts';
import { forgetSource } from './forgetSource.ts';
import { keepCards } from './keepCards.ts';
import { keepConsignments, keepIntakes } from './keepConsignments.ts';

/** What the catalogue follows: every perimeter and the exchange. */
const followed = ['perimeter', 'exchange'] as const;

/** Whom it follows now. */
export const sourcesOf = ({ config }: Pick<Parts<CatalogueDatabase>, 'config'>): readonly ServiceEntry[] =>
  followed.flatMap((role) => config.registry.ofRole(role));

/** The followers of a running catalogue. */
export interface Following {
  start(): void;
  stop(): Promise<void>;
  /** From where the cursors now stand: those who wait for news behind the old ones wait no longer. */
  startAgain(): Promise<void>;
}

/** One follower for each source; what a page tells is kept in its transaction, three statements at most. */
export function followingOf(parts: Parts<CatalogueDatabase>): Following {
  const sources = new FollowedSources(parts.config.registry, followed, (source) => followerOf(parts, source));
  let last = Promise.resolve(); // one after the other: no follower is left behind
  const start = () => sources.start();
  const stop = () => sources.stop();
  const next = (...steps: readonly (() => Promise<void> | void)[]) => {
    for (const step of steps) last = last.then(step);
    return last;
  };
  return { start, stop: () => next(stop), startAgain: () => next(stop, start) };
}

const followerOf = ({ db, client, directory }: Parts<CatalogueDatabase>, source: ServiceEntry): Follower =>
  new Follower({
    db,
    client,
    source: source.name,
    handle: async (tx, events) => keepEvents(tx, await ownEvents(directory, source, events)),
    forget: (tx) => forgetSource(tx, directory, source),
  });

/** Keeps what events tell of cards and consignments. Repeats and older revisions change nothing. */
export async function keepEvents(tx: CatalogueTransaction, events: readonly ExchangeEvent[]): Promise<void> {
  const payloads = events.map(({ payload }) => payload);
  await keepCards(tx, payloads.flatMap(cardsOf));
  await keepConsignments(tx, payloads.filter(isConsignment));
  await keepIntakes(tx, payloads.filter(isIntake));
}

const isConsignment = (payload: EventPayload): payload is ConsignmentEvent => payload.type === 'consignment';
const isIntake = (payload: EventPayload): payload is IntakeEvent => payload.type === 'intake';
