import { ChanceryError } from './chanceryError.ts';

/** How long may still be waited. */
export interface Bound {
  /** Aborted when the time is over, or whoever waits has gone. */
  readonly signal: AbortSignal;
  readonly leftMs: () => number;
}

/** Waits for work as long as there is time and whoever waits is there, and not a moment longer, whatever the work does. */
export async function bounded<Result>(
  waitMs: number,
  outer: AbortSignal | undefined,
  work: (bound: Bound) => Promise<Result>,
): Promise<Result> {
  outer?.throwIfAborted();
  const inner = new AbortController();
  const ended = new Promise<never>((_, reject) => inner.signal.addEventListener('abort', () => reject(inner.signal.reason)));
  const endsAt = performance.now() + waitMs;
  // AbortSignal.any and .timeout would say the same; where nothing else holds them, Node 20 collects them before they fire.
  const timer = setTimeout(() => inner.abort(tooLate(waitMs)), waitMs);
  const leave = (): void => inner.abort(outer?.reason);
  outer?.addEventListener('abort', leave);
  try {
    return await Promise.race([work({ signal: inner.signal, leftMs: () => endsAt - performance.now() }), ended]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', leave);
  }
}

/** Lets time go by; ends early with its bound. */
export const pause = (ms: number, { signal }: Bound): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

const tooLate = (waitMs: number): ChanceryError =>
  new ChanceryError(`No answer came within ${waitMs} ms; a command may have been carried out all the same.`, { code: 'NO_ANSWER_IN_TIME' });
