import { type RefusalCode, refusals } from './refusals.ts';

/** The rules say no: a code that never changes, the clause that refuses, and a sentence that says what to do. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly clause: string | null;

  constructor(code: RefusalCode, detail?: string) {
    const { clause, message } = refusals[code];
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
