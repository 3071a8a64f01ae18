import { together } from '@chancery/trust';
import { inOrder } from './entityCalls.ts';
import type { EntityQuestion } from './entityQuestion.ts';

/** What goes to one server at the end of this turn: by the names of their questions. */
export interface Envelope<Asked> {
  readonly asked: Map<string, Asked>;
  /** Once all of it has been carried there and answered. */
  readonly answered: Promise<void>;
}

/** Gathers what one operation asks of servers in one turn, so that it goes in one call to each. */
export class Envelopes<Asked extends { readonly question: EntityQuestion }> {
  #open = new Map<string, Envelope<Asked> & { readonly seal: () => void }>();

  /** The one that goes to this server next; whoever opens it says how it is carried. */
  to(server: string, carry: (asked: readonly Asked[]) => Promise<void>): Envelope<Asked> {
    const known = this.#open.get(server);
    if (known !== undefined) return known;
    // What other answers of this turn lead to goes along.
    if (this.#open.size === 0) together(() => this.#collect());
    const asked = new Map<string, Asked>();
    const { promise: answered, resolve, reject } = Promise.withResolvers<void>();
    // Whoever waits for it hears; where somebody has given up before, nobody does.
    answered.catch(() => undefined);
    const envelope = { asked, answered, seal: () => void carry(inOrder(asked.values())).then(resolve, reject) };
    this.#open.set(server, envelope);
    return envelope;
  }

  #collect(): void {
    const due = this.#open;
    this.#open = new Map();
    for (const { seal } of due.values()) seal();
  }
}
