import { BoundedCache } from '@chancery/trust';
import { BudgetSpent } from './budgetSpent.ts';
import type { Ledger, Purse, Request, Standing } from './ledger.ts';
import { OwnCount } from './ownCount.ts';
import { leftOf, secondsUntil } from './slidingMinute.ts';

/** A gateway takes so many parts of a hundred of a budget at once, and spends them without asking again. */
const SHARE = 2;
const PAUSE_MS = 1_000;
const PRUNE_MS = 60_000;
/** Each try takes what is left or finds nothing left: more are never needed but where the ledger answers nonsense. */
const MOST_TRIES = 50;

/** A part of a budget that this gateway has taken and may spend until the minute is over. */
interface Lease {
  left: number;
  /** Of `performance.now`. */
  readonly until: number;
  readonly standing: Standing;
}

/**
 * What callers and their institutions may cost in a minute (§1.5), counted by all gateways together. Each takes parts of a budget from the
 * ledger beforehand, so that an operation is not kept waiting by it. While the ledger is away each gateway counts for itself: what protects
 * the exchange must not stop it.
 */
export class Budgets {
  readonly #ledger: Ledger | null;
  readonly #own = new OwnCount();
  readonly #leases = new BoundedCache<Lease>(20_000, 20_000);
  readonly #pruning: NodeJS.Timeout;
  /** What is to be taken next, by subject. */
  #wanted = new Map<string, { readonly purse: Purse; least: number }>();
  #taking: Promise<void> | undefined;
  #isAsking = false;
  #awayUntil = 0;

  constructor(ledger: Ledger | null) {
    this.#ledger = ledger;
    this.#pruning = setInterval(() => void ledger?.prune().catch(() => undefined), PRUNE_MS).unref();
  }

  /** Takes a cost out of all purses, or out of none: throws `BudgetSpent`. */
  async spend(purses: readonly Purse[], cost: number): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (this.#isAway()) return this.#own.spend(purses, cost);
      const short = purses.filter(({ subject }) => this.#held(subject) < cost);
      if (short.length === 0) return this.#pay(purses, cost);
      if (tries > 0) this.#requireRoom(short, cost);
      await this.#take(short, cost);
    }
    this.#own.spend(purses, cost);
  }

  /** The same, where there is nothing to wait for: otherwise it takes nothing, and says so. */
  spendAtOnce(purses: readonly Purse[], cost: number): boolean {
    if (this.#isAway()) this.#own.spend(purses, cost);
    else if (purses.every(({ subject }) => this.#held(subject) >= cost)) this.#pay(purses, cost);
    else return false;
    return true;
  }

  /** What is left of a budget in this minute, as far as this gateway knows. */
  left(purse: Purse): number {
    const standing = this.#lease(purse.subject)?.standing;
    if (this.#isAway() || standing === undefined) return this.#own.left(purse);
    return leftOf(purse.most, standing) + this.#held(purse.subject);
  }

  async close(): Promise<void> {
    clearInterval(this.#pruning);
    await this.#taking;
    await this.#ledger?.close();
  }

  #pay(purses: readonly Purse[], cost: number): void {
    for (const purse of purses) {
      const lease = this.#lease(purse.subject);
      if (lease === undefined) continue;
      lease.left -= cost;
      // The next part is taken before this one is spent.
      if (lease.left < shareOf(purse) / 4 && leftOf(purse.most, lease.standing) > 0) void this.#take([purse], 0);
    }
  }

  #requireRoom(short: readonly Purse[], cost: number): void {
    for (const { subject, most } of short) {
      const standing = this.#lease(subject)?.standing;
      if (standing !== undefined && leftOf(most, standing) + this.#held(subject) < cost)
        throw new BudgetSpent(subject, secondsUntil(cost, most, standing));
    }
  }

  /** What several ask for at once is asked of the ledger once; who comes while it answers waits, and looks again. */
  #take(purses: readonly Purse[], cost: number): Promise<void> {
    if (this.#isAsking) return this.#taking ?? Promise.resolve();
    for (const purse of purses) {
      const wanted = this.#wanted.get(purse.subject) ?? { purse, least: 0 };
      wanted.least += cost;
      this.#wanted.set(purse.subject, wanted);
    }
    this.#taking ??= this.#takeAll();
    return this.#taking;
  }

  async #takeAll(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#isAsking = true;
    const wanted = [...this.#wanted.values()];
    this.#wanted = new Map();
    const requests = wanted.map(({ purse, least }) => ({ ...purse, want: Math.max(least, shareOf(purse)) }));
    try {
      const refused = await this.#takeThese(requests);
      // Where no whole part is left, what is left.
      if (refused.length > 0) await this.#takeThese(refused);
    } catch {
      this.#awayUntil = performance.now() + PAUSE_MS;
    } finally {
      this.#isAsking = false;
      this.#taking = undefined;
    }
  }

  /** Answers what was refused and asks for less. */
  async #takeThese(requests: readonly Request[]): Promise<readonly Request[]> {
    const standings = (await this.#ledger?.take(requests)) ?? new Map<string, Standing>();
    return requests.flatMap((request) => {
      const standing = standings.get(request.subject);
      if (standing === undefined) return [];
      this.#note(request, standing);
      const want = leftOf(request.most, standing);
      return standing.isGranted || want < 1 || want >= request.want ? [] : [{ ...request, want }];
    });
  }

  #note({ subject, want }: Request, standing: Standing): void {
    const left = this.#held(subject) + (standing.isGranted ? want : 0);
    this.#leases.set(subject, { left, until: performance.now() + standing.secondsLeft * 1_000, standing }, 1);
  }

  #held(subject: string): number {
    return this.#lease(subject)?.left ?? 0;
  }

  /** None after its minute: what was not spent of it is lost. */
  #lease(subject: string): Lease | undefined {
    const lease = this.#leases.get(subject);
    return lease !== undefined && performance.now() < lease.until ? lease : undefined;
  }

  #isAway(): boolean {
    return this.#ledger === null || performance.now() < this.#awayUntil;
  }
}

const shareOf = ({ most }: Purse): number => Math.ceil((most * SHARE) / 100);
