import { type RefusalCode, refusals } from './refusals.ts';

/** The rules say no: a code that never changes, the clause that refuses, and a sentence that says what to do. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly clause: string;

  /** `clause` where a narrower one than the code's own refuses: §2.3.2 for §2.3. */
  constructor(code: RefusalCode, detail?: string, clause: string = refusals[code].clause) {
    const { message } = refusals[code];
    super(detail === undefined ? message : `${message} ${detail}`);
    this.name = 'Refusal';
    this.code = code;
    this.clause = clause;
  }
}

/** A mistake of ours. It is logged whole and answered with `INTERNAL`. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** States what we believe; throws `BrokenInvariant` where we were wrong. */
export function invariant(condition: unknown, belief: string): asserts condition {
  if (!condition) throw new BrokenInvariant(belief);
}
