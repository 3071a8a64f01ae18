import type { Ruling, RulingVerdict, Standing } from '@chancery/policy';
import type { RecordedRuling } from './recordedRulings.ts';

/** How a field was, or would be, decided. */
export interface FieldVerdict {
  readonly verdict: 'ALLOWED' | 'REFUSED';
  readonly clause: string | null;
}

/** A field that other rules would decide otherwise for those who stand so. */
export interface FieldChange {
  /** Null for those who had not signed in. */
  readonly standing: Standing | null;
  readonly field: string;
  readonly before: FieldVerdict;
  readonly after: FieldVerdict;
  /** In how many operations, and when. */
  readonly operations: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** What other rules would change. */
export interface Difference {
  /** How many operations the rules have decided. */
  readonly decided: number;
  /** How many of them had another verdict as a whole: by `ALLOWED → PARTLY`. */
  readonly verdicts: { readonly [change: string]: number };
  readonly changes: readonly FieldChange[];
  /** In how many operations a field would be refused as before, by another clause. */
  readonly otherClause: number;
  /** Operations that were stopped before rules were asked: no rule would change that. */
  readonly stopped: number;
  /** Operations of which is lost what they were decided by. */
  readonly lost: number;
}

/** Gathers what changes, ruling by ruling. */
export class Comparison {
  readonly #changes = new Map<string, FieldChange>();
  readonly #verdicts = new Map<string, number>();
  readonly #counts = { decided: 0, otherClause: 0, stopped: 0, lost: 0 };

  /** A ruling that was given, beside what other rules say of the same. */
  add(recorded: RecordedRuling, after: Ruling): void {
    this.#counts.decided += recorded.count;
    this.#addVerdict(recorded.verdict, after.verdict, recorded.count);
    let hasOtherClause = false;
    for (const field of recorded.attributes?.fields ?? []) {
      const [was, is] = [verdictOf(field, recorded.refused ?? {}), verdictOf(field, after.refused)];
      if (was.verdict !== is.verdict) this.#addChange(recorded, field, was, is);
      else if (was.clause !== is.clause) hasOtherClause = true;
    }
    if (hasOtherClause) this.#counts.otherClause += recorded.count;
  }

  addStopped(operations: number): void {
    this.#counts.stopped += operations;
  }

  addLost(operations: number): void {
    this.#counts.lost += operations;
  }

  get difference(): Difference {
    const changes = [...this.#changes.values()].sort((a, b) => b.operations - a.operations || (a.field < b.field ? -1 : 1));
    return { ...this.#counts, verdicts: Object.fromEntries([...this.#verdicts].sort()), changes };
  }

  #addVerdict(before: RulingVerdict, after: RulingVerdict, operations: number): void {
    const change = `${before} → ${after}`;
    if (before !== after) this.#verdicts.set(change, (this.#verdicts.get(change) ?? 0) + operations);
  }

  #addChange({ attributes, count, firstAt, lastAt }: RecordedRuling, field: string, before: FieldVerdict, after: FieldVerdict): void {
    const standing = attributes?.standing ?? null;
    const key = JSON.stringify([standing, field, before, after]);
    const known = this.#changes.get(key) ?? { standing, field, before, after, operations: 0, firstAt, lastAt };
    this.#changes.set(key, {
      ...known,
      operations: known.operations + count,
      firstAt: known.firstAt < firstAt ? known.firstAt : firstAt,
      lastAt: known.lastAt > lastAt ? known.lastAt : lastAt,
    });
  }
}

const verdictOf = (field: string, refused: Ruling['refused']): FieldVerdict =>
  Object.hasOwn(refused, field) ? { verdict: 'REFUSED', clause: refused[field] ?? null } : { verdict: 'ALLOWED', clause: null };
