import type { PostOffice } from '../post/post.ts';
import type { Cards } from './cards.ts';

/** What a stand-in says of an entity. */
export interface Card extends Readonly<Record<string, unknown>> {
  readonly id: string;
  /** The moment as of which it is true, as RFC 3339 writes it. */
  readonly asOf: string;
}

/** Asks a stand-in for cards on behalf of one operation: in one call what is missed in one tick, and each card once. */
class CardDesk {
  readonly #office: PostOffice;
  readonly #cards: Cards;
  readonly #known = new Map<string, Promise<Card | null>>();
  #due = new Map<string, (card: Card | null) => void>();

  constructor(office: PostOffice, cards: Cards) {
    this.#office = office;
    this.#cards = cards;
  }

  /** The card with this id; null where the stand-in has none for this caller, or is away itself. */
  find(id: string): Promise<Card | null> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const { promise, resolve } = Promise.withResolvers<Card | null>();
    if (this.#due.size === 0) setImmediate(() => this.#askAll());
    this.#due.set(id, resolve);
    this.#known.set(id, promise);
    return promise;
  }

  #askAll(): void {
    const due = [...this.#due];
    this.#due = new Map();
    const { most } = this.#cards.standIn;
    for (let at = 0; at < due.length; at += most) void this.#ask(new Map(due.slice(at, at + most)));
  }

  async #ask(due: ReadonlyMap<string, (card: Card | null) => void>): Promise<void> {
    const cards = await this.#answer([...due.keys()]);
    const byId = new Map(cards.map((card) => [card.id, card]));
    for (const [id, resolve] of due) resolve(byId.get(id) ?? null);
  }

  /** None where the stand-in gives no answer: then it is told who was missed first. */
  async #answer(ids: readonly string[]): Promise<readonly Card[]> {
    const { standIn } = this.#cards;
    try {
      const { data } = await this.#office.send(standIn.server, {
        operation: this.#cards.question(),
        variables: `{"ids":${JSON.stringify(ids)}}`,
      });
      const cards = data?.[standIn.field];
      return Array.isArray(cards) ? cards.filter(isCard) : [];
    } catch {
      return [];
    }
  }
}

function isCard(value: unknown): value is Card {
  if (typeof value !== 'object' || value === null) return false;
  const { id, asOf } = value as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof asOf === 'string';
}

const desks = new WeakMap<PostOffice, CardDesk>();

/** The desk of an operation: it has one when the first card is asked for. */
export function deskOf(office: PostOffice, cards: Cards): CardDesk {
  const desk = desks.get(office) ?? new CardDesk(office, cards);
  desks.set(office, desk);
  return desk;
}
