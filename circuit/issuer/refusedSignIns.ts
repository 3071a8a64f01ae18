import type { SignInAct } from './signInRecord.ts';

/** A sign-in that was refused, and why. */
export interface RefusedSignIn extends SignInAct {
  readonly code: 'UNAUTHENTICATED' | 'SERVICE_UNAVAILABLE';
}

/** Refused sign-ins that stand for one entry: the same official, application and reason within a minute. */
export interface RefusedGroup extends RefusedSignIn {
  readonly first: Date;
  readonly last: Date;
  readonly times: number;
}

const minuteMs = 60_000;
/** So many officials are told apart in a minute; what is tried for others then counts together. */
const mostGroups = 100;

/**
 * Counts refused sign-ins, so that a guesser leaves evidence and does not fill the audit trail with it: of those that are alike, the first one is told
 * at once, and how many followed within a minute is told at its end.
 */
export class RefusedSignIns {
  readonly #groups = new Map<string, { readonly since: number; readonly group: RefusedGroup | null }>();

  /** Counts one; answers it as a group of its own where it is the first of its kind. */
  count(refused: RefusedSignIn, now: Date): RefusedGroup | null {
    const told = this.#groups.size < mostGroups || this.#groups.has(nameOf(refused)) ? refused : { ...refused, official: null };
    const name = nameOf(told);
    const known = this.#groups.get(name);
    if (known === undefined) {
      this.#groups.set(name, { since: now.getTime(), group: null });
      return { ...told, first: now, last: now, times: 1 };
    }
    const { first, times } = known.group ?? { first: now, times: 0 };
    this.#groups.set(name, { ...known, group: { ...told, first, last: now, times: times + 1 } });
    return null;
  }

  /** What followed in the minutes that are over, or until now, for somebody who stops; it is counted anew from here. */
  take(now: Date, { all = false } = {}): readonly RefusedGroup[] {
    const over = [...this.#groups].filter(([, { since }]) => all || now.getTime() - since >= minuteMs);
    for (const [name] of over) this.#groups.delete(name);
    return over.flatMap(([, { group }]) => group ?? []);
  }
}

const nameOf = ({ act, official, application, code }: RefusedSignIn): string => [act, official, application, code].join(' ');
