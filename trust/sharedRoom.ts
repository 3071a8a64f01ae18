import type { StopSignal } from './stop.ts';

/** How many calls there is room for. */
export interface RoomSize {
  /** How many may be under way at once. */
  readonly calls: number;
  /** How many more may wait until one of them has ended. */
  readonly queue: number;
}

/** Gives a place back. */
export type Leave = () => void;

/** One asker leaves a quarter to the others: he takes another place only where he holds less than so many times what is free. */
const TIMES_WHAT_IS_FREE = 3;

/**
 * Room for calls that several askers share. Nobody fills it for the others: he holds at most three times what he leaves free, of the calls under
 * way and of those that wait. Alone he has three quarters, a second one three quarters of the rest. When a call ends, the next is of whoever has
 * fewest under way, and of those whose turn was longest ago. Who holds nothing is not remembered.
 */
export class SharedRoom {
  readonly #size: RoomSize;
  /** In the order of their last turns. */
  readonly #guests = new Map<string, Guest>();
  /** Whose turn was last: while he holds something, and nobody has come after him, he stands at the end. */
  #last: string | undefined;
  #calls = 0;
  #waiting = 0;

  constructor(size: RoomSize) {
    this.#size = size;
  }

  /** A place at once, as far as this asker may have one. */
  take(asker: string): Leave | null {
    return this.#mayBegin(this.#guests.get(asker)) ? this.#begin(asker) : null;
  }

  /** The next place that is this asker's; null where there is no room to wait for it, or when he does not wait any more. */
  wait(asker: string, over: StopSignal): Promise<Leave | null> {
    const guest = this.#guests.get(asker) ?? { calls: 0, turns: [] };
    if (!isLess(guest.turns.length, this.#size.queue - this.#waiting)) return Promise.resolve(null);
    const { promise, resolve } = Promise.withResolvers<Leave | null>();
    const turn: Turn = (leave) => {
      over.removeEventListener('abort', giveUp);
      resolve(leave);
    };
    const giveUp = (): void => {
      guest.turns.splice(guest.turns.indexOf(turn), 1);
      this.#waiting -= 1;
      this.#forget(asker, guest);
      resolve(null);
    };
    over.addEventListener('abort', giveUp, { once: true });
    guest.turns.push(turn);
    this.#guests.set(asker, guest);
    this.#last = undefined;
    this.#waiting += 1;
    return promise;
  }

  #mayBegin(guest: Guest | undefined): boolean {
    return isLess(guest?.calls ?? 0, this.#size.calls - this.#calls);
  }

  #begin(asker: string): Leave {
    const guest = this.#guests.get(asker) ?? { calls: 0, turns: [] };
    guest.calls += 1;
    this.#calls += 1;
    if (asker !== this.#last || guest.calls === 1) {
      this.#guests.delete(asker);
      this.#guests.set(asker, guest);
      this.#last = asker;
    }
    return () => {
      guest.calls -= 1;
      this.#calls -= 1;
      this.#forget(asker, guest);
      this.#callNext();
    };
  }

  #callNext(): void {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      const turn = next.guest.turns.shift();
      this.#waiting -= 1;
      turn?.(this.#begin(next.asker));
    }
  }

  #next(): { readonly asker: string; readonly guest: Guest } | null {
    let next: { readonly asker: string; readonly guest: Guest } | null = null;
    for (const [asker, guest] of this.#guests)
      if (guest.turns.length > 0 && (next === null || guest.calls < next.guest.calls)) next = { asker, guest };
    return next !== null && this.#mayBegin(next.guest) ? next : null;
  }

  #forget(asker: string, { calls, turns }: Guest): void {
    if (calls === 0 && turns.length === 0) this.#guests.delete(asker);
  }
}

/** What one asker holds. */
interface Guest {
  calls: number;
  readonly turns: Turn[];
}

type Turn = (leave: Leave) => void;

const isLess = (own: number, free: number): boolean => own < TIMES_WHAT_IS_FREE * free;
