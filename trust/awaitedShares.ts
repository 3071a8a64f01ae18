import type { SignedMandate } from './mandate.ts';

/** Nearly all have come when the first of them is read: room for those of mandates that were parted on their way. */
const most = 2_000;
/** For so long they are awaited, in milliseconds. A session that is over ends them so much later at most. */
const awaitedMs = 5_000;

/**
 * The shares of one issuer's mandates whose requests have not come yet: they follow the first one at once, over a connection of the same certificate.
 * Each serves once. Of too many none is forgotten before its time: the next ones are not awaited, and who asks with them is told so and asks again.
 */
export class AwaitedShares {
  readonly #most: number;
  /** By the ids of their mandates, in the order in which they end. */
  readonly #awaited = new Map<string, Awaited>();

  constructor(atMost = most) {
    this.#most = atMost;
  }

  /** Awaits the shares of a mandate from now on (milliseconds of a clock that nobody sets), where there is room; the first of them is in use already. */
  await(shares: readonly [SignedMandate, ...SignedMandate[]], certificate: string, now: number): void {
    this.#forgetPast(now);
    const [{ id }, ...others] = shares;
    if (others.length === 0 || this.#awaited.size >= this.#most) return;
    this.#awaited.set(id, { certificate, until: now + awaitedMs, left: [undefined, ...others], count: others.length });
  }

  /** The share at a place of a mandate; undefined where there is none, or none any more. */
  take(id: string, place: number, certificate: string, now: number): SignedMandate | undefined {
    const awaited = this.#awaited.get(id);
    const share = awaited !== undefined && awaited.certificate === certificate && now < awaited.until ? awaited.left[place] : undefined;
    if (awaited === undefined || share === undefined) return undefined;
    awaited.left[place] = undefined;
    awaited.count -= 1;
    if (awaited.count === 0) this.#awaited.delete(id);
    return share;
  }

  #forgetPast(now: number): void {
    for (const [id, { until }] of this.#awaited) {
      if (now < until) return;
      this.#awaited.delete(id);
    }
  }
}

/** What is left of a mandate. */
interface Awaited {
  readonly certificate: string;
  readonly until: number;
  readonly left: (SignedMandate | undefined)[];
  /** How many are left. */
  count: number;
}
