/** So long what the system says of the time is good, in milliseconds. */
const GOOD_MS = 1_000;

let readAt = Number.NEGATIVE_INFINITY;
let atStart = 0;

/**
 * A moment by `performance.now`, in milliseconds since 1970. The system is asked for the time about once a second: a clock that is set shows by
 * then, and steps that follow each other stand in their order.
 */
export function since1970(moment: number): number {
  if (moment - readAt > GOOD_MS) {
    readAt = performance.now();
    atStart = Date.now() - readAt;
  }
  return atStart + moment;
}
